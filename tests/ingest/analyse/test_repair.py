from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ingest.analyse.repair import repair


@pytest.mark.parametrize(
    ("found", "written"),
    [
        ("MÃ¼ller said â€œnoâ€\x9d", "Müller said “no”"),
        ("l’Ã©tÃ© dâ€™avant", "l’été d’avant"),
        ("РџСЂРёРІРµС‚ РјРёСЂ", "Привет мир"),
        ("It&amp;#39;s R&amp;D &lt;today&gt;", "It's R&D <today>"),
        ("see ?a=1&copy=2", "see ?a=1&copy=2"),
        ("na\u00adtion, co\u00ad\noperate", "nation, cooperate"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("10\u00a0000\u202f€", "10 000 €"),
        ("cafe\u0301", "café"),
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("a\x00b\x07c\ud800d", "abcd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀 flies", "👩\u200d🚀 flies"),
        ("“Élysée” café” – 3 €", "“Élysée” café” – 3 €"),
    ],
)
def test_damage_is_undone_and_sound_text_is_left_alone(found: str, written: str) -> None:
    assert repair(found) == written


@given(st.text(max_size=300))
def test_the_result_is_composed_and_holds_no_control_characters(text: str) -> None:
    repaired = repair(text)
    assert "\r" not in repaired
    assert all(
        letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"} for letter in repaired
    )


@pytest.mark.parametrize(
    "unit", ["a\u0301\u0316" * 3, "&amp;", "Ã©", "\u00ad", "x\u200d", "\u0300", "&", "é ", "\r"]
)
def test_a_million_hostile_characters_take_linear_time(unit: str) -> None:
    started = time.process_time()
    repair(unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < 10
