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
    ("colon-paragraph", "direct"): 0.74,  # 2 of 2, 7 of 11
    ("coordinate:right", "direct"): 0.69,  # 1 of 1, 15 of 24
    ("coordinate:right", "indirect"): 0.61,  # 4 of 6, 63 of 106
    ("coordinate:right", "mixed"): 0.78,  # 3 of 3, 40 of 52
    ("dash", "direct"): 0.95,  # 20 of 20
    ("embedded", "direct"): 0.68,  # 11 of 18
    ("headline", "direct"): 0.82,  # 4 of 4, 0 of 1
    ("headline", "mixed"): 0.76,  # 1 of 1
    ("interrupted", "direct"): 0.83,  # 4 of 4, 1 of 2
    ("introduced", "direct"): 0.62,  # 1 of 1, 1 of 5
    ("near-cue", "direct"): 0.23,  # 6 of 8, 17 of 119
    ("next-paragraph", "direct"): 0.89,  # 4 of 4
    ("next-sentence", "direct"): 0.92,  # 5 of 5, 3 of 3
    ("noun:right", "direct"): 0.76,  # 1 of 2
    ("noun:right", "mixed"): 0.62,  # 4 of 8
    ("participle:right", "direct"): 0.76,  # 2 of 2, 49 of 66
    ("participle:right", "indirect"): 0.68,  # 4 of 4, 131 of 199
    ("participle:right", "mixed"): 0.76,  # 4 of 4, 95 of 127
    ("previous-paragraph", "direct"): 0.60,  # 11 of 11, 24 of 50
    ("previous-sentence", "direct"): 0.77,  # 5 of 5, 3 of 6
    ("pull-quote", "direct"): 0.78,  # 4 of 4, 1 of 3
    ("remark", "direct"): 0.92,  # 10 of 10
    ("same-paragraph", "direct"): 0.98,  # 130 of 130, 850 of 880
    ("source", "direct"): 0.83,  # 5 of 6
    ("source", "indirect"): 0.78,  # 11 of 12, 157 of 204
    ("source", "mixed"): 0.75,  # 30 of 40
    ("subject-verb:left", "direct"): 0.98,  # 170 of 172, 1287 of 1308
    ("subject-verb:left", "indirect"): 0.83,  # 32 of 32, 125 of 159
    ("subject-verb:left", "mixed"): 0.72,  # 6 of 6, 82 of 117
    ("subject-verb:left+right", "direct"): 0.93,  # 12 of 12, 101 of 108
    ("subject-verb:left+right", "indirect"): 0.83,  # 40 of 44, 70 of 88
    ("subject-verb:left+right", "mixed"): 0.58,  # 0 of 1, 54 of 95
    ("subject-verb:right", "direct"): 0.87,  # 26 of 27, 263 of 310
    ("subject-verb:right", "indirect"): 0.82,  # 206 of 220, 1347 of 1932
    ("subject-verb:right", "mixed"): 0.80,  # 60 of 65, 563 of 771
    ("turn", "direct"): 0.77,  # 72 of 72, 0 of 22
    ("unknown-verb:left", "direct"): 0.91,  # 13 of 14, 4 of 4
    ("unknown-verb:left", "mixed"): 0.53,  # 0 of 3
    ("unknown-verb:left+right", "direct"): 0.92,  # 8 of 8
    ("unknown-verb:left+right", "mixed"): 0.59,  # 0 of 2
    ("verb-subject:left", "direct"): 0.99,  # 111 of 111, 398 of 400
    ("verb-subject:left", "indirect"): 0.91,  # 9 of 9, 24 of 26
    ("verb-subject:left", "mixed"): 0.84,  # 36 of 42
    ("verb-subject:left+right", "direct"): 0.86,  # 8 of 8, 13 of 16
    ("verb-subject:left+right", "indirect"): 0.76,  # 4 of 4, 5 of 8
    ("verb-subject:right", "direct"): 0.88,  # 3 of 3
    ("verb-subject:right", "indirect"): 0.82,  # 2 of 2
    ("verb-subject:right", "mixed"): 0.76,  # 1 of 1
    ("", "direct"): 0.83,
    ("", "indirect"): 0.78,
    ("", "mixed"): 0.73,
}


def confidence_of(rule: str, kind: QuotationType) -> float:
    """Of quotations by this rule and of this type, the share that was right when measured, 0 to 1."""
    share = _SHARES.get((rule, kind.value))
    return _SHARES["", kind.value] if share is None else share
