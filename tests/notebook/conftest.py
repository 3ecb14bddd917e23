"""A real kernel, one for each module that asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

PATIENCE_S = 120


@dataclass
class Shown:
    """What a cell put on the page."""

    printed: str = ""
    html: str = ""
    plain: str = ""
    errors: list[str] = field(default_factory=list)


class Notebook:
    """Runs cells in a kernel, as a page does, telling the ids of the cells."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager, self.client = manager, client

    def run(self, source: str, cell: str | None = None) -> Shown:
        return self.shown(self.start(source, cell))

    def start(self, source: str, cell: str | None = None) -> str:
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": False, "stop_on_error": False}
        message = self.client.session.msg("execute_request", content)
        message["metadata"] = {"cellId": cell} if cell else {}
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def shown(self, request: str) -> Shown:
        shown = Shown()
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=PATIENCE_S)
            except Empty:
                pytest.fail("the kernel does not answer")
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                shown.printed += content["text"]
            elif kind == "display_data":
                shown.html += content["data"].get("text/html", "")
                shown.plain += content["data"].get("text/plain", "")
            elif kind == "error":
                shown.errors.append(f"{content['ename']}: {content['evalue']}")
            elif kind == "status" and content["execution_state"] == "idle":
                return shown

    def forget(self) -> None:
        self.run("%reset -f")


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    manager, client = start_new_kernel(
        kernel_name="python3", cwd=str(tmp_path_factory.mktemp("course"))
    )
    try:
        yield Notebook(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def notebook(kernel: Notebook) -> Notebook:
    """The kernel as a restart leaves it, but for what Python has imported."""
    kernel.forget()
    return kernel


def solution_cells(exercise: str) -> list[str]:
    root = Path(__file__).parents[2]
    source = (root / "solutions" / "practice" / f"{exercise}.py").read_text(encoding="utf-8")
    return [part.strip("\n") for part in re.split(r"\n\n\n(?=def |class )", source)]
