"""The pages of this repository and the blocks of code in them, whatever shows them: fences, indented lines, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from tests.conftest import ROOT

# Not written by hand, or not here after a clone.
_ELSEWHERE = {"build", "node_modules", "var", "tests"}
_markdown = MarkdownIt("commonmark")


@dataclass(frozen=True)
class Block:
    """A block of code, with the line that it begins at."""

    page: str
    line: int
    text: str

    @property
    def commands(self) -> list[str]:
        """Its lines, those that end with a backslash joined with the next, comments left out."""
        joined = self.text.replace("\\\n", " ")
        lines = (re.sub(r"\s+#\s.*$", "", line).strip() for line in joined.splitlines())
        return [re.sub(r"\s+", " ", line) for line in lines if line and not line.startswith("#")]


def pages() -> list[Path]:
    """All pages in Markdown, each once, however many links lead to it."""
    found = {
        path.resolve()
        for path in ROOT.rglob("*.md")
        if not any(
            part in _ELSEWHERE or part.startswith(".") for part in path.relative_to(ROOT).parts
        )
    }
    return sorted(found)


def blocks() -> Iterator[Block]:
    """Every block of code of every page."""
    for path in pages():
        name = str(path.relative_to(ROOT))
        for token in _markdown.parse(path.read_text(encoding="utf-8")):
            if token.type in {"fence", "code_block"}:
                yield Block(name, (token.map or [0])[0] + 1, token.content)


def spans() -> Iterator[tuple[str, str]]:
    """Every piece of code inside a sentence or a table, with its page."""
    for path in pages():
        for code in re.findall(r"`([^`\n]+)`", path.read_text(encoding="utf-8")):
            yield str(path.relative_to(ROOT)), code
