"""Which installed distributions the modules come from that a worker shall read."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata


def distributions(modules: Sequence[str]) -> list[str]:
    """The distributions of these modules, such as scikit-learn for sklearn.svm."""
    tops = dict.fromkeys(module.partition(".")[0] for module in modules)
    return [name for top in tops for name in _providers(top)]


def _providers(top: str) -> list[str]:
    try:
        return [metadata.distribution(top).name]
    except metadata.PackageNotFoundError:  # all there are have to be asked, which is slow
        return metadata.packages_distributions().get(top, [])
