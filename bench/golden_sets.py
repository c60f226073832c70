"""The project's own annotated sets as gold and found documents, and outside sets where they are present."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from app.ingest.inspection import inspect_article, inspect_quotations

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"

Json = dict[str, Any]  # Any: documents are JSON


def eval_folder() -> Path | None:
    """The folder of outside evaluation data: EVAL_DIR, else `../shared/eval`; None without."""
    folder = Path(os.environ.get("EVAL_DIR") or ROOT.parent / "shared" / "eval")
    return folder if folder.is_dir() else None


def eval_module(name: str, path: Path) -> ModuleType:
    """A scorer that comes with outside data, as a module."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def read_json_lines(path: Path) -> list[Json]:
    """Every line of a file as an object."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def found_quotations(gold: list[Json]) -> dict[str, Json]:
    """What the extractor finds in the gold's texts, by id."""
    lines = (
        json.dumps(
            {"id": each["id"], "text": each["text"], "language": each.get("language", "en")}
        ).encode()
        for each in gold
    )
    return {line["id"]: line for line in inspect_quotations(lines)}


def sample_articles() -> list[Json]:
    """The hand-made gold of the sample archive, an object for each article."""
    articles: list[Json] = json.loads((ROOT / "data" / "gold.json").read_text("utf-8"))["articles"]
    return articles


def sample_files() -> Iterator[tuple[str, Json]]:
    """Those sample articles that are a file of their own, by file name."""
    return ((each["file"], each) for each in sample_articles() if "#" not in each["file"])


def cleaned_sample() -> dict[str, Json]:
    """What cleaning makes of the sample's files, by file name."""
    return {name: inspect_article(SAMPLE / name) for name, _ in sample_files()}
