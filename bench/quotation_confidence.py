"""`python -m bench.quotation_confidence`: the table of confidence, and whether it holds on texts it was not made from.

The table is what `app/ingest/analyse/quotations/confidence.py` holds: for each rule and type, the share of quotations that
were right in the project's passages and, where EVAL_DIR or ../shared/eval has them, the development articles. A set counts
for at most so many quotations of a rule, so that the many articles on politics do not drown the passages of all other kinds.

`--reliability`: five times, the table is made from four fifths of the texts and looked up for the last fifth; printed is how
many of the quotations given a confidence were right.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bench.quotations import development_articles, write
from tests.golden.passages import Passage, load_passages
from tests.ingest.analyse.quotations.scoring import score

# A rule seen seldom is pulled towards its type's share, as by so many more quotations.
PRIOR_WEIGHT = 8
MOST_OF_A_SET = 100
N_FOLDS = 5

Rule = tuple[str, str]
# (right, found) by rule and type.
Counts = Mapping[Rule, Sequence[int]]


def main() -> None:
    """Print the table, or with `--reliability` how far it can be trusted."""
    sets = {"passages": counts_by_text(load_passages())}
    articles = development_articles()
    if articles:
        sets["articles"] = counts_by_text(articles)
    if "--reliability" in sys.argv:
        write(reliability_lines(sets))
    else:
        write(table_lines(sets))


def counts_by_text(passages: Iterable[Passage]) -> list[Counts]:
    """For each text, how many quotations by each rule were found and right."""
    return [score([passage]).by_rule for passage in passages]


def shares(sets: Mapping[str, Sequence[Counts]]) -> dict[Rule, float]:
    """The share right for each rule and type; ("", type) for rules that were not seen with that type."""
    pooled: dict[Rule, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for texts in sets.values():
        for rule, (right, found) in total(texts).items():
            weight = min(found, MOST_OF_A_SET) / found
            for key in (rule, ("", rule[1])):
                pooled[key][0] += right * weight
                pooled[key][1] += found * weight
    return {rule: _smoothed(rule, pooled) for rule in pooled}


def _smoothed(rule: Rule, pooled: Mapping[Rule, Sequence[float]]) -> float:
    right, found = pooled[rule]
    prior_right, prior_found = pooled["", rule[1]]
    prior = prior_right / prior_found
    return (right + PRIOR_WEIGHT * prior) / (found + PRIOR_WEIGHT)


def total(texts: Iterable[Counts]) -> dict[Rule, tuple[int, int]]:
    """The counts of several texts together."""
    sums: dict[Rule, list[int]] = defaultdict(lambda: [0, 0])
    for counts in texts:
        for rule, (right, found) in counts.items():
            sums[rule][0] += right
            sums[rule][1] += found
    return {rule: (right, found) for rule, (right, found) in sums.items()}


def table_lines(sets: Mapping[str, Sequence[Counts]]) -> list[str]:
    """The table as it stands in the code, with the counts of each set."""
    totals = {name: total(texts) for name, texts in sets.items()}
    lines = []
    for rule, share in sorted(shares(sets).items()):
        counts = ", ".join(
            "{} of {}".format(*totals[name][rule]) for name in totals if rule in totals[name]
        )
        lines.append(f'    ("{rule[0]}", "{rule[1]}"): {share:.2f},  # {counts}'.rstrip(" #"))
    return lines


def reliability_lines(sets: Mapping[str, Sequence[Counts]]) -> list[str]:
    """For each set and tenth of confidence: how many quotations, and the share that was right."""
    lines = [f"{'set':10} {'given':>9} {'quotations':>10} {'mean given':>10} {'right':>6}"]
    for name in sets:
        bins: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        for fold in range(N_FOLDS):
            known = shares({other: _without_fold(texts, fold) for other, texts in sets.items()})
            for rule, (right, found) in total(sets[name][fold::N_FOLDS]).items():
                given = known.get(rule, known["", rule[1]])
                tally = bins[min(int(given * 10), 9)]
                tally[0] += found
                tally[1] += right
                tally[2] += given * found
        for tenth, (found, right, given) in sorted(bins.items()):
            span = f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}"
            lines.append(
                f"{name:10} {span:>9} {int(found):10} {given / found:10.2f} {right / found:6.2f}"
            )
    return lines


def _without_fold(texts: Sequence[Counts], fold: int) -> list[Counts]:
    return [counts for number, counts in enumerate(texts) if number % N_FOLDS != fold]


if __name__ == "__main__":
    main()
