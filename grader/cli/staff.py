"""`grader VERB`: the staff's toolbox."""

from __future__ import annotations

import importlib
import signal
import sys

import click

from grader import __version__

INTERRUPTED = 130

VERBS = {
    "batch": "grader.classroom.batch_command:batch_command",
    "dashboard": "grader.dashboard.command:dashboard_command",
    "export": "grader.gradebook.export_command:export_command",
    "history": "grader.classroom.look_commands:history_command",
    "import": "grader.authoring.migration.command:import_command",
    "kit": "grader.lms.command:kit_command",
    "new": "grader.authoring.new_command:new_command",
    "override": "grader.classroom.override_command:override_command",
    "preview": "grader.authoring.preview_command:preview_command",
    "push": "grader.lms.push_command:push_command",
    "release": "grader.authoring.command:release_command",
    "show": "grader.classroom.look_commands:show_command",
    "stats": "grader.classroom.look_commands:stats_command",
    "verify": "grader.authoring.verify_command:verify_command",
}
"""Where the command of each verb is; it is imported when it is asked for."""


class _Toolbox(click.Group):
    """Verbs that are imported one by one, so that asking for help does not wait for NumPy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Toolbox, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="grader %(version)s")
def grader() -> None:
    """The staff's toolbox: make assignments and prove them, grade classes.

    \b
    Examples:
      grader batch submissions -a practice
      grader new week3
      grader release solutions/practice assignments/practice
      grader verify practice
    """


def main() -> None:
    """The console script: an interrupt is quiet and has its own exit code."""
    try:
        grader.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("grader: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    finally:  # what is left is Python's own, which an interrupt may end without its traceback
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
