"""The way queries are run on this machine: compiled, or in numpy where nothing was compiled for it."""

from __future__ import annotations

from types import ModuleType

from app.search.whoosh_engine.kernels import reference
from app.search.whoosh_engine.kernels.compiled import CompiledKernels


def load_kernels() -> CompiledKernels | ModuleType:
    """The compiled kernels, or their numpy twins."""
    try:
        return CompiledKernels()
    except OSError:
        return reference


kernels = load_kernels()
is_compiled = isinstance(kernels, CompiledKernels)
