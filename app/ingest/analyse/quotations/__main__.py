"""`python -m app.ingest.analyse.quotations FILE.jsonl`: JSONL {id, text} in, JSONL of quotations out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.ingest.analyse.quotations.jsonl import quotations_as_json


def main() -> None:
    """Read the file named first and write to standard output."""
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            answer = quotations_as_json(record["id"], record["text"])
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
