"""`python -m bench.quotations`: quotations and speakers, by kind of text and by rule.

On the project's own passages always; on the development articles where EVAL_DIR or ../shared/eval has them.
The table of confidence is made by `bench.quotation_confidence`.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterable

from app.ingest.analyse.quotations import find_quotations
from bench.golden_sets import eval_folder, eval_module, read_json_lines
from tests.golden.passages import Passage, load_passages
from tests.ingest.analyse.quotations.scoring import Outcome, score

# A rule seen seldom is pulled towards its type's share, as by so many more quotations.
SHORTEST_RUN_SECONDS = 0.001


def main() -> None:
    """Print the figures asked for."""
    passages = load_passages()
    articles = development_articles()
    write(kind_lines(passages))
    if articles:
        write(["", "development articles", line("all", articles)])
    write(["", *rule_lines(score([*passages, *articles]))])


def development_articles() -> list[Passage]:
    """The development articles as passages; what their scorer ignores is optional."""
    folder = eval_folder()
    if folder is None:
        return []
    scorer = eval_module("score", folder / "quotes" / "score.py")
    articles = []
    for document in read_json_lines(folder / "quotes" / "dev" / "polnear.jsonl"):
        quotes = []
        for quote in document["quotes"]:
            is_asked = quote["type"] != "indirect" or (
                bool(quote.get("speaker_text")) and scorer.speech_cue(quote.get("cue"))
            )
            quotes.append({"canon_kind": None, **quote, "optional": not is_asked})
        articles.append(
            Passage(document["id"], "articles", document["text"], tuple(quotes), (), {})
        )
    return articles


def kind_lines(passages: Iterable[Passage]) -> list[str]:
    """A line for each kind of passage, and one for all."""
    by_kind: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_kind[passage.kind].append(passage)
    lines = [
        f"{'kind':16} {'F1':>6} {'person':>6} {'gold':>5} {'found':>5} {'terms taken':>11} {'s/doc':>8}"
    ]
    lines += [line(kind, members) for kind, members in sorted(by_kind.items())]
    return [*lines, line("all", [passage for members in by_kind.values() for passage in members])]


def line(name: str, passages: list[Passage]) -> str:
    """The figures of some passages."""
    started = time.process_time()
    for passage in passages:
        find_quotations(passage.text)
    seconds = max(time.process_time() - started, SHORTEST_RUN_SECONDS) / max(len(passages), 1)
    outcome = score(passages)
    terms = f"{outcome.n_not_quotes_taken}/{outcome.n_not_quotes}"
    return (
        f"{name:16} {100 * outcome.f1:6.1f} {100 * outcome.canonical_recall:6.1f} {outcome.n_gold:5}"
        f" {outcome.n_found:5} {terms:>11} {seconds:8.4f}"
    )


def rule_lines(outcome: Outcome) -> list[str]:
    """How often each rule is right, by type of quotation."""
    rows = sorted(outcome.by_rule.items(), key=lambda item: -item[1][1])
    return [
        f"{rule:28} {kind:9} {right:5}/{found:<5} {right / found:.2f}"
        for (rule, kind), (right, found) in rows
    ]


def write(lines: Iterable[str]) -> None:
    """To standard output."""
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
