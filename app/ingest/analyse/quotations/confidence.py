"""How sure a quotation is: the share of quotations by its rule and of its type that were right when measured.

Right means: bounds (eight tenths of the words shared with the annotation) and speaker. Measured with
`python -m bench.quotation_confidence` on the project's golden passages and on 504 annotated articles on politics of
2015-16 that are not part of the project; a set counts for at most a hundred quotations of a rule, and a rule seen seldom
is pulled towards its type's share. After a change of the rules, run it again and put its output here.
`--reliability` says how far the shares hold on texts that they were not made from.
"""

from __future__ import annotations

from app.records import QuotationType

# (rule, type) -> share right; ("", type) for rules that were not seen with that type. Counts: passages, articles.
_SHARES: dict[tuple[str, str], float] = {
    ("colon", "direct"): 0.64,  # 4 of 5, 31 of 52
    ("colon-paragraph", "direct"): 0.73,  # 1 of 1, 7 of 11
    ("coordinate:right", "direct"): 0.68,  # 1 of 1, 15 of 24
    ("coordinate:right", "indirect"): 0.60,  # 4 of 6, 62 of 106
    ("coordinate:right", "mixed"): 0.79,  # 3 of 3, 40 of 51
    ("dash", "direct"): 0.94,  # 16 of 16
    ("embedded", "direct"): 0.67,  # 11 of 18
    ("headline", "direct"): 0.81,  # 4 of 4, 0 of 1
    ("headline", "mixed"): 0.75,  # 1 of 1
    ("interrupted", "direct"): 0.82,  # 4 of 4, 1 of 2
    ("introduced", "direct"): 0.61,  # 1 of 1, 1 of 5
    ("near-cue", "direct"): 0.22,  # 4 of 7, 17 of 111
    ("next-sentence", "direct"): 0.90,  # 4 of 4, 3 of 3
    ("noun:right", "direct"): 0.75,  # 1 of 2
    ("noun:right", "indirect"): 0.40,  # 0 of 7
    ("noun:right", "mixed"): 0.61,  # 4 of 8
    ("participle:right", "direct"): 0.75,  # 1 of 1, 49 of 66
    ("participle:right", "indirect"): 0.67,  # 3 of 3, 131 of 199
    ("participle:right", "mixed"): 0.75,  # 3 of 3, 96 of 128
    ("previous-paragraph", "direct"): 0.59,  # 9 of 9, 24 of 50
    ("previous-sentence", "direct"): 0.72,  # 2 of 2, 3 of 6
    ("pull-quote", "direct"): 0.77,  # 4 of 4, 1 of 3
    ("same-paragraph", "direct"): 0.98,  # 92 of 92, 850 of 880
    ("source", "direct"): 0.82,  # 5 of 6
    ("source", "indirect"): 0.78,  # 10 of 11, 157 of 204
    ("source", "mixed"): 0.74,  # 30 of 40
    ("subject-verb:left", "direct"): 0.98,  # 130 of 131, 1286 of 1307
    ("subject-verb:left", "indirect"): 0.79,  # 23 of 23, 126 of 169
    ("subject-verb:left", "mixed"): 0.69,  # 3 of 4, 82 of 120
    ("subject-verb:left+right", "direct"): 0.93,  # 4 of 4, 101 of 108
    ("subject-verb:left+right", "indirect"): 0.80,  # 20 of 24, 70 of 88
    ("subject-verb:left+right", "mixed"): 0.57,  # 0 of 1, 58 of 103
    ("subject-verb:right", "direct"): 0.85,  # 18 of 19, 261 of 315
    ("subject-verb:right", "indirect"): 0.81,  # 155 of 169, 1341 of 1919
    ("subject-verb:right", "mixed"): 0.78,  # 48 of 53, 556 of 771
    ("turn", "direct"): 0.73,  # 48 of 48, 0 of 19
    ("unknown-verb:left", "direct"): 0.88,  # 8 of 9, 4 of 4
    ("unknown-verb:left", "mixed"): 0.48,  # 0 of 4
    ("unknown-verb:left+right", "direct"): 0.90,  # 6 of 6
    ("unknown-verb:left+right", "mixed"): 0.58,  # 0 of 2
    ("verb-subject:left", "direct"): 0.99,  # 85 of 85, 398 of 400
    ("verb-subject:left", "indirect"): 0.91,  # 9 of 9, 24 of 26
    ("verb-subject:left", "mixed"): 0.84,  # 36 of 42
    ("verb-subject:left+right", "direct"): 0.85,  # 6 of 6, 13 of 16
    ("verb-subject:left+right", "indirect"): 0.72,  # 2 of 2, 5 of 8
    ("verb-subject:right", "direct"): 0.87,  # 3 of 3
    ("verb-subject:right", "mixed"): 0.75,  # 1 of 1
    ("", "direct"): 0.82,
    ("", "indirect"): 0.75,
    ("", "mixed"): 0.72,
}


def confidence_of(rule: str, kind: QuotationType) -> float:
    """Of quotations by this rule and of this type, the share that was right when measured, 0 to 1."""
    share = _SHARES.get((rule, kind.value))
    return _SHARES["", kind.value] if share is None else share
