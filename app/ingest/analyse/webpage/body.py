"""The body of a page: its blocks weighed with a second extractor's opinion, without trafilatura.

Measured by site-wise cross-validation on 221 pages this beats trafilatura, readability and their
combinations in token F1, at a third of the time (docs/decisions).
"""

from __future__ import annotations

from dataclasses import replace

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from app.ingest.analyse.webpage.blocks import TextBlock, read_outline
from app.ingest.analyse.webpage.evidence import Opinions, PageEvidence, compact
from app.ingest.analyse.webpage.page import Page
from app.ingest.analyse.webpage.select import Selection, select_blocks
from app.records import BlockKind

# A stated text is the whole of a teaser where it is so many characters long, so many times longer, and
# has nearly all of it; of so many places in it most are nowhere on the page.
_MIN_STATED = 250
_LONGER = 1.5
_SHARED = 0.9
_MIN_SHARED = 25
_N_PROBES = 12
_PROBE = 25
_UNSHOWN = 0.3


def extract_body(page: Page, stated_lines: list[str], title: str | None) -> Selection:
    """The blocks of the page's article, and what was removed. `stated_lines` is JSON-LD's articleBody:
    a witness only, unless what the page shows is no more than its beginning."""
    body = page.tree.find("body")
    outline = read_outline(page.tree if body is None else body)
    if not outline.blocks:
        return Selection(_as_blocks(stated_lines), [], [])
    opinions = Opinions(second_opinion(page.markup), " ".join(stated_lines), title)
    chosen = select_blocks(PageEvidence(outline, opinions))
    if not chosen.blocks or _is_teaser(chosen.blocks, stated_lines, outline.blocks):
        return replace(chosen, blocks=_as_blocks(stated_lines))
    return chosen


def _is_teaser(chosen: list[TextBlock], stated_lines: list[str], shown: list[TextBlock]) -> bool:
    """Whether the text chosen is a part of the stated one whose rest the page shows nowhere, as where
    readers have to pay."""
    stated = "".join("".join(stated_lines).split())
    ours = [key for key in map(compact, chosen) if len(key) >= _MIN_SHARED]
    length = sum(map(len, ours))
    if len(stated) < max(_MIN_STATED, length * _LONGER) or stated.endswith(("...", "…")):
        return False
    if not ours or sum(len(key) for key in ours if key in stated) < length * _SHARED:
        return False
    everything = "".join(map(compact, shown))
    step = len(stated) // _N_PROBES
    rest = (stated[place : place + _PROBE] for place in range(step, len(stated) - _PROBE, step))
    n_missing = sum(probe not in everything for probe in rest)
    return n_missing >= (_N_PROBES - 1) * _UNSHOWN


def _as_blocks(lines: list[str]) -> list[TextBlock]:
    return [TextBlock(line, BlockKind.PARAGRAPH, "p", 0, 0, 0, ()) for line in lines]


def second_opinion(markup: bytes) -> str:
    """The main text as resiliparse finds it, a line for each block."""
    return extract_plain_text(
        HTMLTree.parse_from_bytes(markup, "utf-8"),
        main_content=True,
        alt_texts=False,
        preserve_formatting=True,
        comments=False,
        list_bullets=False,
        skip_elements=["figcaption", "h1"],
    )
