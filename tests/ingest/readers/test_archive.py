"""Archives: nothing leaves them by its name, nothing grows without end, nothing is lost silently."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from app.ingest.readers import archive
from app.ingest.readers.detection import read_paths
from app.records import RawDocument, Rejected, RejectedReason
from tests.ingest.readers.samples import MEMBERS, TEXT, archive_tar, archive_zip
from tests.ingest.readers.test_reader_contract import LIMIT, documents_of, raws_of


@pytest.mark.parametrize("pack", [archive_zip, archive_tar])
@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "..\\..\\windows\\a", "C:\\a", "a/../../b", "./././c"],
)
def test_a_member_cannot_name_a_place_outside(pack, name: str) -> None:  # type: ignore[no-untyped-def]
    for raw in raws_of(documents_of(pack({name: TEXT.encode()}), "a.zip")):
        for named in (raw.key, raw.origin):
            assert ".." not in named
            assert "//" not in named
            assert "\\" not in named


def test_reading_an_archive_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    documents_of(archive_zip({"../x.txt": b"y" * 100, **MEMBERS}), "a.zip")
    documents_of(archive_tar({"../x.txt": b"y" * 100, **MEMBERS}), "a.tar")
    assert list(tmp_path.parent.glob("x.txt")) == list(tmp_path.iterdir()) == []


def test_archives_in_archives_are_read_to_a_depth() -> None:
    inner = archive_zip(MEMBERS)
    assert len(raws_of(documents_of(archive_tar({"a.zip": inner})))) == 3
    for _ in range(6):
        inner = archive_zip({"again.zip": inner})
    (refused,) = documents_of(inner)
    assert isinstance(refused, Rejected)
    assert refused.reason is RejectedReason.TOO_DEEP


def test_a_member_that_unpacks_without_end_is_refused_and_the_next_one_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "FREE_BYTES", 100_000)
    bomb = b'{"text": "' + b"x" * 2_000_000 + b'"}\n'
    members = {"bomb.jsonl": bomb * 3, "after.txt": TEXT.encode()}
    *_, told, last = documents_of(archive_zip(members))
    assert isinstance(told, Rejected)
    assert told.reason is RejectedReason.TOO_LARGE
    assert isinstance(last, RawDocument)


def test_members_that_share_their_bytes_are_a_bomb() -> None:
    packed = io.BytesIO(archive_zip({"a.txt": TEXT.encode() * 50, "b.txt": TEXT.encode()}))
    with zipfile.ZipFile(packed, "a") as opened:
        opened.infolist()[1].header_offset = 0
        opened._didModify = True  # type: ignore[attr-defined]
    (refused,) = documents_of(packed.getvalue())
    assert isinstance(refused, Rejected)
    assert "bomb" in refused.detail


def test_a_broken_member_is_told_and_the_next_one_read() -> None:
    content = archive_zip({"a.txt": TEXT.encode(), "b.txt": b"other " + TEXT.encode()})
    place = content.index(b"a.txt") + 10
    documents = documents_of(content[:place] + b"\xff\x00\xff" + content[place + 3 :])
    assert [type(document) for document in documents] == [Rejected, RawDocument]


def test_an_office_document_is_no_archive_of_articles() -> None:
    (refused,) = documents_of(
        archive_zip({"[Content_Types].xml": b"<Types/>", "word/a.xml": b"<a/>"})
    )
    assert isinstance(refused, Rejected)
    assert refused.reason is RejectedReason.BINARY


def test_links_in_archives_and_folders_are_not_followed(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as opened:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        opened.addfile(link)
    (told,) = documents_of(packed.getvalue() + b"\0" * 1024)
    assert isinstance(told, Rejected)
    assert told.reason is RejectedReason.EMPTY
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    documents = list(read_paths([tmp_path], LIMIT))
    assert len(raws_of(documents)) == 1
