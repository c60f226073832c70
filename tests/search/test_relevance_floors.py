"""Quality does not fall unnoticed: floors just under what the development collections give."""

from pathlib import Path

import pytest

from bench.relevance import eval_dir, mean_ndcg, open_collection


@pytest.mark.parametrize(
    ("name", "floor", "floor_with_typos"),
    [
        ("cranfield", 0.400, 0.381),
        ("cisi", 0.425, None),
        ("politifact", 0.655, 0.638),
        ("checkthat_dev", 0.797, None),
    ],
)
def test_a_collection_keeps_its_quality(
    name: str, floor: float, floor_with_typos: float | None, tmp_path: Path
) -> None:
    if not (eval_dir() / "relevance" / "data" / name).is_dir():
        pytest.skip("the development collections are not here")
    engine = open_collection(name, tmp_path)
    assert mean_ndcg(engine, name) >= floor
    if floor_with_typos is not None:
        assert mean_ndcg(engine, name, typos=True) >= floor_with_typos
    engine.close()
