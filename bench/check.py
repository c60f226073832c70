"""`python -m bench.check DATA_DIR`: what one request about quotations and speakers costs on an archive, CPU time.

A draft of 64,000 characters full of quotations, some of them the archive's own, altered and invented ones too, is
checked, the least time of a few counts; then the parts of the most quoted speakers' pages are asked for, each once.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from app.main import create_app
from app.settings import Settings
from app.store.database import open_database, reading
from app.store.reading import quotations, speakers

_DRAFT_CHARACTERS = 64_000
_ROUNDS = 3
_SPEAKERS = 3
_SEED = 5


def main() -> None:
    """Print a line a request."""
    settings = Settings(data_dir=Path(sys.argv[1]), log_level="error")
    with TestClient(create_app(settings)) as client:
        draft = "\n\n".join(_paragraphs(settings))[:_DRAFT_CHARACTERS]
        answer = _measured(
            f"check a draft of {len(draft):,} characters",
            partial(client.post, "/v1/quotations/check", json={"text": draft}),
            _ROUNDS,
        )
        verdicts = Counter(item["verdict"] for item in answer["items"])
        _write(f"  {len(answer['items'])} claims: {dict(verdicts)}; {answer['warnings']}")
        speaker_ids = _speaker_ids(settings)
        for address in _addresses(speaker_ids[-1]):
            client.get(address)  # warms up
        for speaker_id in speaker_ids[:-1]:
            for address in _addresses(speaker_id):
                _measured(address, partial(client.get, address))


def _paragraphs(settings: Settings) -> Iterator[str]:
    """Sentences with a quotation each: every third the archive's own, every third altered, the others mixed from
    its words."""
    chance = random.Random(_SEED)  # noqa: S311 - the same draft each time
    with reading(open_database(settings)) as session:
        found = speakers.listed(session, speakers.SpeakerFilter(), limit=100).items
        texts = [
            row.text.strip("“”\"'")
            for speaker in found
            for row in quotations.of_speaker(session, speaker.id, limit=20)
        ]
    words = [word for text in texts for word in text.split()]
    chance.shuffle(texts)
    for place, text in enumerate(texts):
        said = text.split()
        if place % 3 == 1 and len(said) > 4:
            said[len(said) // 2] = chance.choice(words)
        elif place % 3 == 2:
            said = chance.choices(words, k=len(said))
        yield f"Somebody wrote that “{' '.join(said)}” and went home."


def _speaker_ids(settings: Settings) -> list[str]:
    with reading(open_database(settings)) as session:
        found = speakers.listed(session, speakers.SpeakerFilter(), limit=_SPEAKERS).items
    return [speaker.id for speaker in found]


def _addresses(speaker_id: str) -> Iterator[str]:
    root = f"/v1/speakers/{speaker_id}"
    yield root
    for part in ("quotations", "timeline?interval=day", "co-speakers", "mentions"):
        yield f"{root}/{part}"
    yield f"/v1/quotations?group=utterance&speaker={speaker_id}"
    yield f"/v1/quotations?group=utterance&limit={len(speaker_id)}"


def _measured(name: str, ask: Callable[[], Response], n_rounds: int = 1) -> Any:
    least = float("inf")
    for _ in range(n_rounds):
        started = time.process_time()
        answer = ask()
        least = min(least, time.process_time() - started)
        if not answer.is_success:
            raise SystemExit(f"{name}: {answer.status_code} {answer.text[:200]}")
    _write(f"{1000 * least:8.1f} ms  {name}")
    return answer.json()


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
