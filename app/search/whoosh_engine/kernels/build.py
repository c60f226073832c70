"""Compiles the kernels with the machine's C compiler, or the one that the `ziglang` wheel brings:
python -m app.search.whoosh_engine.kernels.build

For any processor of this kind, not only this machine's, so that an image can be built elsewhere. Nothing is
lost without it but speed.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from app.search.whoosh_engine.kernels.compiled import CompiledKernels
from app.search.whoosh_engine.kernels.indexing import CompiledIndexing
from app.search.whoosh_engine.kernels.library import LIBRARY
from app.search.whoosh_engine.kernels.marking import compiled_marking

SOURCES: Final = [
    Path(__file__).with_name(name) for name in ("query.c", "binding.c", "indexing.c", "marking.c")
]
# No fused multiply-add: scores are the same bits as in numpy.
FLAGS: Final = ("-O3", "-shared", "-fPIC", "-ffp-contract=off", "-s")

# What the kernels call of Python is in the process that loads them; only Apple's linker has to be told.
_PYTHON: Final = ("-Wl,-undefined,dynamic_lookup",) if sys.platform == "darwin" else ()


def build(library: Path = LIBRARY) -> None:
    """Writes the library, atomically. Raises OSError or CalledProcessError when it cannot be made."""
    beside = library.with_suffix(".new")
    command = [*_compiler(), *FLAGS, *_PYTHON, "-o", str(beside), *map(str, SOURCES), "-lm"]
    subprocess.run(command, check=True)  # noqa: S603 - our own source, no user input
    CompiledKernels(beside)
    CompiledIndexing(beside)
    compiled_marking(beside)
    beside.replace(library)


def _compiler() -> list[str]:
    if importlib.util.find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang", "cc", "-mcpu=baseline"]
    found = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if found is None:
        raise FileNotFoundError("there is no C compiler, and the ziglang wheel is not installed")
    return [found]


def main() -> int:
    """Builds; says what happened."""
    try:
        build()
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(
            f"The search kernels were not compiled ({error}); numpy does their work.\n"
        )
        return 1
    sys.stderr.write(f"Compiled {LIBRARY.name}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
