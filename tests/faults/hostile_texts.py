"""Hostile plain text: nothing, no text, wrong encodings, floods of one thing."""

from __future__ import annotations

import codecs
import pickle
import random
from collections.abc import Iterator
from itertools import chain, repeat

File = tuple[str, bytes]

SENTENCES = (
    "The ferry company of Quarnholm stopped all crossings on Tuesday after ice closed the strait.",
    '"We have never seen the water so still," said Ottilie Varnhagen, who has run the pier for years.',
    "Nobody on the island expects a boat before the thaw, and the shops have begun to count their flour.",
    "According to Brannoc Teague, a pilot, the last such winter was forty years ago.",
)
TEXT = "\n\n".join(SENTENCES)


def nothing() -> Iterator[File]:
    """Files with nothing to read in them."""
    yield "empty.txt", b""
    yield "empty.html", b""
    yield "empty.jsonl", b""
    yield "newlines.txt", b"\n" * 1000
    yield "spaces.txt", b" \t\r\n\f\v" * 500
    yield "null.txt", b"\0"
    yield "nulls.txt", b"\0" * 5000
    yield "end-of-file-mark.txt", b"\x1a"
    yield "escapes.txt", b"\x1b[31m\x1b[0m" * 50
    for name in ("utf-8-sig", "utf-16", "utf-32"):
        yield f"only-mark-{name}.txt", "".encode(name)
    yield "mark-be.txt", codecs.BOM_UTF16_BE
    invisible = {
        "no-break-spaces": "\xa0",
        "zero-width": "\u200b\u200d\ufeff",
        "ideographic-spaces": "\u3000",
        "soft-hyphens": "\xad",
        "separators": "\u2028\u2029\x85",
    }
    for name, characters in invisible.items():
        yield f"{name}.txt", (characters * 300).encode()


def binary() -> Iterator[File]:
    """Files of other programs under the names of texts."""
    noise = random.Random(2)  # noqa: S311 - no secret
    yield "noise-1k.txt", noise.randbytes(1_000)
    yield "noise-300k.html", noise.randbytes(300_000)
    yield "noise.jsonl", noise.randbytes(5_000)
    yield "every-byte.txt", bytes(range(256)) * 100
    yield "pickle.txt", pickle.dumps({"text": TEXT})
    starts = {
        "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0", "gif": b"GIF89a",
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "elf": b"\x7fELF\x02\x01\x01", "mp3": b"ID3\x04\0",
        "sqlite": b"SQLite format 3\0", "windows": b"MZ\x90\0\x03", "java": b"\xca\xfe\xba\xbe",
        "wasm": b"\0asm\x01\0\0\0", "xz": b"\xfd7zXZ\0", "bzip2": b"BZh91AY&SY", "7z": b"7z\xbc\xaf'\x1c",
        "rar": b"Rar!\x1a\x07\x01\0", "lz4": b"\x04\"M\x18", "ogg": b"OggS\0\x02",
    }  # fmt: skip
    for name, start in starts.items():
        yield f"{name}.txt", start + noise.randbytes(3_000)
    text = TEXT.encode()
    yield "nulls-between.txt", b"\0".join(text[at : at + 20] for at in range(0, len(text), 20))
    yield "text-then-noise.txt", text * 3 + noise.randbytes(100_000)
    yield "text-then-nulls.txt", text * 200 + b"\0" * 50_000


def encodings() -> Iterator[File]:
    """Texts in other encodings than they say, or in none."""
    text = TEXT.replace("winters", "wïntérs") + "\n\nÉlan, naïveté, Ærø, Łódź."
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-7"):
        yield f"{name}.txt", text.encode(name)
    yield "two-marks.txt", codecs.BOM_UTF8 * 2 + text.encode()
    yield "marks-inside.txt", "\ufeff".join(text.split(" ")).encode()
    yield "wrong-mark.txt", codecs.BOM_UTF16_LE + text.encode()
    yield "odd-utf-16.txt", text.encode("utf-16")[:-1]
    yield "lone-surrogates-16.txt", b"\xff\xfe" + b"\x00\xd8A\x00" * 400 + text.encode("utf-16-le")
    yield "cut-in-a-letter.txt", (text + "é").encode()[:-1]
    yield "continuations.txt", b"\x80\xbf" * 3_000
    yield "overlong.txt", text.encode() + b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf" * 30
    yield "surrogates-8.txt", text.encode() + b"\xed\xa0\x80\xed\xb0\x80" * 50
    yield "above-unicode.txt", text.encode() + b"\xf4\x90\x80\x80\xf8\x88\x80\x80\x80" * 50
    yield "undefined-1252.txt", text.encode("latin-1", "replace") + b"\x81\x8d\x8f\x90\x9d" * 40
    yield "mixed.txt", text.encode() + b"\n\n" + text.encode("latin-1", "replace")
    yield "twice-encoded.txt", text.encode().decode("latin-1").encode() * 2
    foreign = {
        "shift_jis": "新聞記事の本文です。", "gb18030": "这是一篇新闻报道。", "koi8-r": "Это новость.",
        "euc-kr": "신문 기사입니다.", "iso2022_jp": "新聞記事の本文です。", "cp037": "An article.",
    }  # fmt: skip
    for name, sentence in foreign.items():
        yield f"{name}.txt", (sentence * 60).encode(name)
    lies = (
        "utf-16", "utf-7", "no-such-charset", "zlib", "base64", "rot13", "hex", "punycode", "idna",
        "undefined", "unicode_escape", "raw_unicode_escape", "x" * 5_000, "utf-8\0", "%s", "",
    )  # fmt: skip
    for number, name in enumerate(lies):
        page = f'<html><head><meta charset="{name}"></head><body><p>{TEXT}</p></body></html>'
        yield f"lie-{number}.html", page.encode()


def floods() -> Iterator[File]:
    """Texts of one thing, far too often."""
    for name, text in chain(_marks(), _names(), _letters(), _lines()):
        yield f"{name}.txt", text.encode("utf-8", "surrogatepass")


def _marks() -> Iterator[tuple[str, str]]:
    yield "straight-marks", TEXT + '"' * 10_000
    yield "opening-marks", TEXT + "“" * 10_000
    yield "closing-marks", "”" * 10_000 + TEXT
    yield "guillemets", "«»" * 5_000 + TEXT
    yield "backticks", "`'" * 8_000 + TEXT
    yield "nested-marks", "“‘" * 3_000 + TEXT + "’”" * 3_000
    yield "marks-and-words", TEXT + '" so "' * 10_000
    yield "dialogue-dashes", "— Yes.\n— No.\n" * 3_000
    yield "parentheses", TEXT + "(" * 20_000 + ")" * 20_000
    yield "commas", TEXT + "," * 50_000
    yield "dots", TEXT + ". " * 50_000
    yield "dashes", TEXT + "- " * 50_000
    yield "apostrophes", TEXT + "'s" * 20_000
    yield "unclosed-quotation", '"' + TEXT.replace('"', "") * 60


def _names() -> Iterator[tuple[str, str]]:
    long_name = "Ottilie " + "Varnhagen" * 1_111
    yield "long-name", f'"It is cold," said {long_name}. {TEXT}'
    yield "name-of-many-words", f'"It is cold," said {"Brannoc " * 1_200}Teague. {TEXT}'
    names = " and ".join(f"Zorla Xan{n:05}" for n in range(10_000))
    yield "ten-thousand-names", f"{TEXT}\n\nAt the pier were {names}."
    speakers = "\n".join(f'"No," said Wendeline Yok{n:05}.' for n in range(2_000))
    yield "two-thousand-speakers", speakers
    yield "initials", TEXT + " A. B." * 10_000
    yield "misters", TEXT + " Mr." * 10_000
    yield "said", TEXT + " said" * 20_000
    yield "according-to", TEXT + " according to" * 1_500
    yield "told", '"No," she told ' + "him that he told " * 1_000
    yield "bylines", "By Ottilie Varnhagen\n" * 5_000 + TEXT
    yield "datelines", "QUARNHOLM (AP) — " * 3_000 + TEXT
    yield "dates", "Jan. 32, 0000. " * 5_000 + TEXT
    yield "large-years", "December 31, 99999999999 " * 2_000 + TEXT
    yield "addresses", "https://[::1/ www..x http://" * 3_000 + TEXT


def _letters() -> Iterator[tuple[str, str]]:
    yield "right-to-left", "\u202e" + "\u202b".join(TEXT) + "\u202c" * 5_000
    yield "zero-width", "\u200b".join(TEXT)
    yield "zero-width-joiners", "\u200d".join(TEXT * 5)
    yield "emoji", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 5_000 + TEXT
    yield "combining", "".join(letter + "\u0301" * 40 for letter in TEXT)
    yield "one-tower-of-marks", "a" + "\u0301" * 60_000 + TEXT
    yield "decomposing", "\ufdfa" * 20_000 + TEXT
    yield "hangul", "\u1100\u1161\u11a8" * 10_000 + TEXT
    yield "full-width", "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in TEXT)
    yield "mathematical", "".join(chr(0x1D400 + i % 52) for i in range(20_000)) + TEXT
    yield "tags", "".join(chr(0xE0000 + i % 128) for i in range(10_000)) + TEXT
    yield "private", "\ue000\U000f0000" * 10_000 + TEXT
    yield "no-characters", "\ufffe\uffff\U0010ffff" * 5_000 + TEXT
    yield "replacement", "\ufffd" * 20_000 + TEXT
    yield "surrogate", TEXT + "\ud800" * 500
    yield "controls", "".join(chr(c) for c in range(1, 32)) + TEXT * 40
    yield "dotless", "İıſßﬁ" * 10_000 + TEXT
    yield "scripts", "aбγדهकก한字" * 5_000 + TEXT


def _lines() -> Iterator[tuple[str, str]]:
    yield "one-long-word", "a" * 2_000_000
    yield "one-long-line", " ".join(repeat(TEXT.replace("\n", " "), 2_000))
    yield "line-of-11-mb", "ice " * 2_750_000
    yield "short-lines", "a\n" * 100_000
    yield "blank-lines", "\n\n\n".join(SENTENCES * 3_000)
    yield "spaces-then-a-letter", TEXT + " " * 200_000 + "x"
    yield "form-feeds", "\f".join(SENTENCES * 20)
    yield "carriage-returns", "\r".join(SENTENCES * 20)
    yield "separators", "\u2028".join(SENTENCES * 20)
    yield "tabs", "\t".join("a" for _ in range(50_000)) + TEXT
    yield "numbers", " ".join(str(n) for n in range(100_000))
    yield "same-paragraph", "\n\n".join(repeat(SENTENCES[0], 5_000))
    yield "entities", "&amp;" * 20_000 + "&#x110000;&#0;&#xD800;" * 500 + TEXT
    yield "markup", "<" * 50_000 + TEXT
    yield "mojibake", "Ã¢â‚¬â„¢" * 20_000 + TEXT
