"""A tour of an archive with the generated client: search, read, speaker, check, export, feed.

    python tour.py http://127.0.0.1:8000 minister

prints one JSON object.
"""

from __future__ import annotations

import json
import sys

from onrecord_client import Client
from onrecord_client.api.articles import get_article, list_articles
from onrecord_client.api.exports_and_feeds import export_quotations, feed_speaker
from onrecord_client.api.quotations import check_quotation, list_quotations
from onrecord_client.api.speakers import get_speaker
from onrecord_client.archive import ProblemError, every, good, open_archive
from onrecord_client.models import CheckRequest, Quotation, QuotedSpeaker


def tour(address: str, words: str) -> dict[str, object]:
    """What an archive says, step by step."""
    client = open_archive(address)
    found = good(list_articles.sync(client=client, q=words, limit=5))
    article = good(get_article.sync(found.items[0].id, client=client))
    said = good(list_quotations.sync(client=client, q=words, min_confidence=0.5, limit=20))
    text, speaker_id = next(
        (one.text, one.speaker.id)
        for one in said.items
        if isinstance(one.text, str) and isinstance(one.speaker, QuotedSpeaker)
    )
    speaker = good(get_speaker.sync(speaker_id, client=client))
    request = CheckRequest(quote=text, speaker=speaker_id)
    checked = good(check_quotation.sync(client=client, body=request))
    quoted: list[Quotation] = list(
        every(list_quotations.sync, client=client, speaker=[speaker_id], limit=1)
    )
    rows = good(export_quotations.sync(client=client, speaker=[speaker_id])).splitlines()
    feed = good(feed_speaker.sync(speaker_id, client=client))
    return {
        "total": found.total.value,
        "article": article.id,
        "text_length": len(article.text or ""),
        "speaker": speaker.name,
        "verdict": checked.items[0].verdict,
        "n_rows": len(rows),
        "n_walked": len({one.id for one in quoted}),
        "is_feed": "<feed" in feed,
        "problem": _refusal(client),
    }


def _refusal(client: Client) -> str:
    try:
        good(list_articles.sync(client=client, q="*x"))
    except ProblemError as error:
        return error.problem.code
    return "none"


if __name__ == "__main__":
    json.dump(tour(sys.argv[1], sys.argv[2]), sys.stdout)
