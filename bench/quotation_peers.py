"""`python -m bench.quotation_peers --peers-python .../bin/python`: this extractor beside textacy and sayswho.

On the project's own regression set (golden passages, sample archive), with one scorer, in one run;
prints a Markdown table. The peers run in their own environment (`bench/peers/README.md`); one that
cannot be run there stands in the table with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

from bench.accuracy import passages_gold, sample_gold
from bench.golden_sets import ROOT, Json, found_quotations
from bench.quotation_scores import TYPES, score_quotations
from tests.golden.passages import quotation_type

PEERS = {
    "textacy": "bench.peers.textacy_quotations",
    "sayswho": "bench.peers.sayswho_quotations",
}
HEADER = (
    "set",
    "system",
    "direct F1",
    "mixed F1",
    "indirect F1",
    "all F1",
    "quoted text, precision",
    "quoted text, recall",
    "right person",
    "documents a CPU second",
)
# Far above what the set takes; a peer that hangs is a peer that cannot be run.
PEER_TIMEOUT_SECONDS = 1800
# One thread, so that CPU time is comparable.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one system found, by document; `fault` says why it could not be run."""

    system: str
    found: dict[str, Json]
    fault: str | None = None


def main() -> None:
    """Prints the table and the remarks under it."""
    options = parsed_options()
    sets = {"passages": passages_gold(), "sample archive": sample_gold()}
    documents = [document for gold in sets.values() for document in gold]
    answers = [own_answer(documents)]
    answers += [peer_answer(name, options.peers_python, documents) for name in PEERS]
    sys.stdout.write("\n".join(report(sets, answers)) + "\n")


def parsed_options() -> argparse.Namespace:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="bench.quotation_peers", description=__doc__)
    parser.add_argument(
        "--peers-python", help="the Python of the environment in which the peers are installed"
    )
    return parser.parse_args()


def own_answer(documents: list[Json]) -> Answer:
    """This project's extractor, document by document as the peers are."""
    found_quotations(documents[:1])
    found = {}
    for document in documents:
        started = time.process_time()
        line = found_quotations([document])[document["id"]]
        found[document["id"]] = {**line, "seconds": time.process_time() - started}
    return Answer(f"Onrecord {version('onrecord')}", found)


def peer_answer(name: str, python: str | None, documents: list[Json]) -> Answer:
    """A peer's answer, its types computed from the marks as the gold's are."""
    if python is None:
        return Answer(name, {}, fault="no --peers-python given")
    lines = "".join(
        json.dumps({"id": each["id"], "text": each["text"]}) + "\n" for each in documents
    )
    try:
        run = subprocess.run(  # noqa: S603 - the interpreter is the caller's own choice
            [python, "-W", "ignore", "-m", PEERS[name]],
            input=lines,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD, "PYTHONUTF8": "1"},
            timeout=PEER_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return Answer(name, {}, fault=str(fault))
    if run.returncode != 0:
        return Answer(name, {}, fault=(run.stderr.strip().splitlines() or ["no message"])[-1])
    header, *answered = map(json.loads, run.stdout.splitlines())
    texts = {document["id"]: document["text"] for document in documents}
    found = {line["id"]: with_types(texts[line["id"]], line) for line in answered}
    return Answer(f"{header['system']} ({header['model']})", found)


def with_types(text: str, line: Json) -> Json:
    """A peer's document with the type of each quotation."""
    quotes = [
        {**quote, "type": quotation_type(text, quote["segments"], "marks")}
        for quote in line["quotes"]
    ]
    return {**line, "quotes": quotes}


def report(sets: dict[str, list[Json]], answers: list[Answer]) -> Iterator[str]:
    """The table, a row for each set and system, and what was out of the ordinary."""
    yield row(HEADER)
    yield row(["---"] * 2 + ["---:"] * (len(HEADER) - 2))
    for name, gold in sets.items():
        for answer in answers:
            yield row(cells(f"{name} ({len(gold)})", gold, answer))
    remarks = Counter(
        (answer.system, line["remark"])
        for answer in answers
        for line in answer.found.values()
        if line.get("remark")
    )
    if remarks:
        yield ""
    for (system, remark), count in sorted(remarks.items()):
        yield f"- {system}: {count} documents {remark}."


def cells(set_name: str, gold: list[Json], answer: Answer) -> list[str]:
    """One system's figures on one set, in per cent; a dash for each where it could not be run."""
    if answer.fault is not None:
        reason = answer.fault.replace("|", "/")
        return [set_name, f"{answer.system}: not run ({reason})", *["–"] * (len(HEADER) - 2)]
    scores = score_quotations(gold, answer.found)
    shares = [scores.by_type[kind].f1 for kind in TYPES]
    shares += [scores.total.f1, scores.quoted.precision, scores.quoted.recall]
    shares.append(scores.canonical_recall)
    seconds = sum(answer.found[document["id"]]["seconds"] for document in gold)
    speed = f"{len(gold) / max(seconds, 1e-9):.1f}"
    return [set_name, answer.system, *(f"{100 * share:.1f}" for share in shares), speed]


def row(values: Iterable[str]) -> str:
    """A line of a Markdown table."""
    return f"| {' | '.join(values)} |"


if __name__ == "__main__":
    main()
