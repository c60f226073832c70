"""Halves of characters that stand alone: JSON escapes and file names can have them, no encoding can."""

from __future__ import annotations

import re
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """The text with the replacement character for each half, so that it can be stored and sent."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def json_without_surrogates(value: Any) -> Any:
    """A parsed JSON value, every text and key in it without them."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list):
        return [json_without_surrogates(each) for each in value]
    if isinstance(value, dict):
        return {
            without_surrogates(key): json_without_surrogates(each) for key, each in value.items()
        }
    return value
