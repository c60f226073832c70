"""How sure a quotation is: the share of quotations by its rule and of its type that were right when measured.

Right means: bounds (eight tenths of the words shared with the annotation) and speaker. Measured with
`python -m bench.quotations --confidence` on the project's golden passages together with 504 annotated articles on
politics of 2015-16 that are not part of the project. A rule seen seldom is pulled towards its type's share as by eight
more quotations. After a change of the rules, run it again and put its output here.
"""

from __future__ import annotations

from app.records import QuotationType

# (rule, type) -> share right; ("", type) for rules that were not seen with that type.
_SHARES: dict[tuple[str, str], float] = {
    ("colon", "direct"): 0.65,  # 38 of 62
    ("colon-paragraph", "direct"): 0.76,  # 8 of 12
    ("coordinate:right", "direct"): 0.70,  # 13 of 21
    ("coordinate:right", "indirect"): 0.59,  # 66 of 114
    ("coordinate:right", "mixed"): 0.75,  # 42 of 55
    ("dash", "direct"): 0.96,  # 12 of 12
    ("embedded", "direct"): 0.70,  # 11 of 18
    ("headline", "direct"): 0.92,  # 1 of 1
    ("interrupted", "direct"): 0.88,  # 5 of 6
    ("introduced", "direct"): 0.66,  # 2 of 6
    ("near-cue", "direct"): 0.23,  # 18 of 102
    ("next-sentence", "direct"): 0.94,  # 5 of 5
    ("noun:right", "direct"): 0.92,  # 1 of 1
    ("noun:right", "indirect"): 0.35,  # 0 of 8
    ("noun:right", "mixed"): 0.49,  # 3 of 9
    ("participle:right", "direct"): 0.75,  # 41 of 56
    ("participle:right", "indirect"): 0.64,  # 129 of 201
    ("participle:right", "mixed"): 0.73,  # 94 of 129
    ("previous-paragraph", "direct"): 0.58,  # 30 of 56
    ("previous-sentence", "direct"): 0.73,  # 3 of 6
    ("pull-quote", "direct"): 0.82,  # 5 of 7
    ("same-paragraph", "direct"): 0.97,  # 918 of 949
    ("source", "direct"): 0.88,  # 5 of 6
    ("source", "indirect"): 0.77,  # 169 of 219
    ("source", "mixed"): 0.76,  # 31 of 40
    ("subject-verb:left", "direct"): 0.98,  # 1330 of 1355
    ("subject-verb:left", "indirect"): 0.69,  # 131 of 190
    ("subject-verb:left", "mixed"): 0.64,  # 86 of 134
    ("subject-verb:left+right", "direct"): 0.88,  # 109 of 124
    ("subject-verb:left+right", "indirect"): 0.81,  # 78 of 95
    ("subject-verb:left+right", "mixed"): 0.57,  # 98 of 174
    ("subject-verb:right", "direct"): 0.83,  # 258 of 313
    ("subject-verb:right", "indirect"): 0.69,  # 1440 of 2075
    ("subject-verb:right", "mixed"): 0.69,  # 580 of 838
    ("turn", "direct"): 0.64,  # 28 of 47
    ("unknown-verb:left", "direct"): 0.95,  # 8 of 8
    ("unknown-verb:left", "mixed"): 0.49,  # 0 of 3
    ("unknown-verb:left+right", "direct"): 0.93,  # 2 of 2
    ("unknown-verb:left+right", "mixed"): 0.38,  # 0 of 6
    ("verb-subject:left", "direct"): 1.00,  # 417 of 418
    ("verb-subject:left", "indirect"): 0.79,  # 26 of 32
    ("verb-subject:left", "mixed"): 0.82,  # 35 of 41
    ("verb-subject:left+right", "direct"): 0.82,  # 14 of 18
    ("verb-subject:left+right", "indirect"): 0.66,  # 5 of 8
    ("verb-subject:left+right", "mixed"): 0.52,  # 40 of 79
    ("verb-subject:right", "direct"): 0.93,  # 3 of 3
    ("verb-subject:right", "mixed"): 0.71,  # 1 of 1
    ("", "direct"): 0.91,  # 3285 of 3614
    ("", "indirect"): 0.69,  # 2044 of 2942
    ("", "mixed"): 0.67,  # 1010 of 1509
}


def confidence_of(rule: str, kind: QuotationType) -> float:
    """Of quotations by this rule and of this type, the share that was right when measured, 0 to 1."""
    share = _SHARES.get((rule, kind.value))
    return _SHARES["", kind.value] if share is None else share
