"""Reading every format, and every way in which an input can be bad."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sys
from dataclasses import FrozenInstanceError

import pytest

from spin_detect.errors import ConfigError, MissingExtraError
from spin_detect.reading import Document, FailedDocument, Format, Input, ReadOptions, read_documents, read_input

PROSE = "The ferry left the harbour before dawn and nobody on the pier waved. " * 8
PAGE = f"""<!doctype html><html><head><title>Ferries</title><meta charset="windows-1252"></head>
<body><nav><a href="/">Home</a> <a href="/all">All news</a></nav><article><h1>Ferries</h1><p>{PROSE}</p>
<p>{PROSE}</p></article><footer>All rights reserved</footer></body></html>"""


def read(path, **options):
    return list(read_documents([path], ReadOptions(**options)))


def write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def zstd(data):
    return pytest.importorskip("zstandard").ZstdCompressor().compress(data)


COMPRESS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd}


def test_a_text_file_is_one_document(tmp_path):
    """Id and source are the path, line ends stay as they are."""
    path = write(tmp_path / "a.txt", b"one\r\ntwo\n")
    (document,) = read(path)
    assert document == Document(str(path), "one\r\ntwo\n", str(path))
    with pytest.raises(FrozenInstanceError):
        document.text = "changed"


def test_an_empty_file_is_an_empty_document(tmp_path):
    """Nothing in it is no error of reading; scoring says that it is too short."""
    (document,) = read(write(tmp_path / "a.txt", b""))
    assert document.text == ""


def test_a_long_single_line_is_read(tmp_path):
    """Ten megabytes without a line end are a text like any other."""
    (document,) = read(write(tmp_path / "a.txt", b"word " * 2_000_000))
    assert len(document.text) == 10_000_000


@pytest.mark.parametrize("ending", COMPRESS)
def test_compressed_text_is_read(tmp_path, ending):
    """By its content, whatever the name says, and several members in one file as one."""
    data = COMPRESS[ending](PROSE.encode())
    (document,) = read(write(tmp_path / f"a.txt.{ending}", data + data))
    assert document.text == PROSE * 2
    (document,) = read(write(tmp_path / "plain.txt", data))
    assert document.text == PROSE


@pytest.mark.parametrize("ending", COMPRESS)
def test_truncated_compressed_data_fails_with_words(tmp_path, ending):
    """The records that came through are kept, the break is told with the place."""
    lines = "".join(json.dumps({"text": f"{PROSE} {number} {os.urandom(60).hex()}"}) + "\n" for number in range(4000))
    data = COMPRESS[ending](lines.encode())
    *documents, failed = read(write(tmp_path / f"a.jsonl.{ending}", data[: len(data) - 20]))
    assert isinstance(failed, FailedDocument)
    assert "cut short" in failed.error
    good = [found for found in documents if isinstance(found, Document)]
    assert [found.record for found in good] == list(range(1, len(good) + 1))
    assert len(good) > 100


def test_a_small_gz_cut_short_gives_what_was_readable(tmp_path):
    """Also when all of it would have fitted into one buffer."""
    lines = "".join(json.dumps({"text": f"{PROSE} {number} {os.urandom(60).hex()}"}) + "\n" for number in range(40))
    data = gzip.compress(lines.encode())
    *documents, failed = read(write(tmp_path / "a.jsonl.gz", data[: len(data) * 3 // 4]))
    assert "cut short" in failed.error
    assert [found.record for found in documents] == list(range(1, len(documents) + 1))
    assert len(documents) >= 20


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz"])
def test_damaged_compressed_data_fails_with_words(tmp_path, ending):
    """Flipped bytes are an error of that file, no traceback."""
    data = bytearray(COMPRESS[ending](os.urandom(4000).hex().encode()))
    data[len(data) // 2 : len(data) // 2 + 8] = bytes(8)
    (failed,) = read(write(tmp_path / f"a.txt.{ending}", bytes(data)))
    assert isinstance(failed, FailedDocument)
    assert "damaged" in failed.error


def test_a_document_over_the_limit_fails(tmp_path):
    """A file, and a line, that grows beyond the limit is refused; the next line is read."""
    path = write(tmp_path / "a.txt.gz", gzip.compress(b"word " * 10_000))
    (failed,) = read(path, max_document_bytes=40_000)
    assert "larger than the limit of 39 KB" in failed.error
    lines = json.dumps({"text": "word " * 10_000}) + "\n" + json.dumps({"text": "short"}) + "\n"
    failed, document = read(write(tmp_path / "a.jsonl", lines), max_document_bytes=40_000)
    assert (failed.record, document.record) == (1, 2)
    assert "longer than the limit" in failed.error


def test_a_decompression_bomb_is_refused(tmp_path, monkeypatch):
    """A small file that grows without end is given up, with the reason."""
    monkeypatch.setattr("spin_detect.reading.streams._FREE", 100_000)
    bomb = lzma.compress(b" \n" * 5_000_000)
    (failed,) = read(write(tmp_path / "a.jsonl.xz", bomb), max_expansion=10)
    assert "more than 10 times its size" in failed.error


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_an_unreadable_file_fails_alone(tmp_path):
    """The others are still read."""
    write(tmp_path / "a.txt", "closed").chmod(0)
    write(tmp_path / "b.txt", "open")
    failed, document = read(tmp_path)
    assert "Permission denied" in failed.error
    assert document.text == "open"


def test_binary_files_fail_alone(tmp_path):
    """A picture called .txt is named for what it is."""
    write(tmp_path / "a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    write(tmp_path / "b.txt", "open")
    failed, document = read(tmp_path)
    assert failed.error == "this looks like a PNG image, not text; extract the text first"
    assert document.text == "open"


def test_nul_bytes_in_a_text_stay(tmp_path):
    """A few of them do not make a text binary, and offsets count them."""
    (document,) = read(write(tmp_path / "a.txt", b"before \x00 after, and more words so that it reads as text"))
    assert document.text[7] == "\0"


BAD_LINES = {
    '{"text": ': "not a line of JSON",
    "[1, 2]": "not a JSON object but a list",
    '"text"': "not a JSON object but a string",
    "null": "not a JSON object but null",
    '{"body": "words"}': "no field 'text'; the record has body (see --text-field)",
    "{}": "no field 'text'; the record is empty",
    '{"text": ""}': "field 'text' is empty",
    '{"text": " \\n"}': "field 'text' is empty",
    '{"text": 7}': "field 'text' holds a number, not text",
    '{"text": ["a"]}': "field 'text' holds a list, not text",
    '{"text": null}': "field 'text' holds null, not text",
    "[" * 100_000: "nested too deeply",
    "\x00\x01": "not a line of JSON",
}


@pytest.mark.parametrize(("line", "error"), BAD_LINES.items(), ids=range(len(BAD_LINES)))
def test_a_bad_line_fails_alone(tmp_path, line, error):
    """It is named by file and line; the lines before and after it are read, and blank lines are no lines."""
    path = write(tmp_path / "a.jsonl", f'{{"text": "before"}}\n\n{line}\n{{"text": "after"}}')
    before, failed, after = read(path)
    assert (before.text, after.text) == ("before", "after")
    assert isinstance(failed, FailedDocument)
    assert (failed.source, failed.record, failed.id) == (str(path), 3, f"{path}:3")
    assert error in failed.error
    assert after.record == 4


def test_ids_and_fields_of_json_lines(tmp_path):
    """The id is the record's, the metadata all of the record, in its order."""
    path = write(tmp_path / "a.jsonl", b'\xef\xbb\xbf{"n": 1, "body": "words", "key": 7}\n{"body": "more"}\n')
    first, second = read(path, text_field="body", id_field="key")
    assert (first.id, first.text, list(first.metadata)) == ("7", "words", ["n", "body", "key"])
    assert second.error == "no id in field 'key'; the record has body (see --id-field)"
    first, second = read(path, text_field="body")
    assert (first.id, second.id) == (f"{path}:1", f"{path}:2")


def test_lone_surrogates_in_json_are_mended_and_told(tmp_path):
    r"""An escape like \ud800 would break whoever writes the text next; the others of a pair stay."""
    (document,) = read(write(tmp_path / "a.jsonl", '{"text": "a \\ud800 b \\ud83d\\ude00"}\n'))
    assert document.text == "a \ufffd b 😀"
    assert document.warnings == ("lone surrogates replaced by U+FFFD: 1",)


def test_lines_in_other_charsets_are_read(tmp_path):
    """Windows-1252 in one line is read as such; a UTF-16 file is refused as a whole."""
    (document,) = read(write(tmp_path / "a.jsonl", '{"text": "café"}'.encode("cp1252")))
    assert document.text == "café"
    (failed,) = read(write(tmp_path / "b.jsonl", '{"text": "café"}'.encode("utf-16")))
    assert "UTF-16" in failed.error


def test_json_is_not_scored_as_prose(tmp_path):
    """A .json file is refused with what to do, and read when it is said to be JSON Lines."""
    path = write(tmp_path / "a.json", '{"text": "words"}\n')
    (failed,) = read(path)
    assert "--input-format jsonl" in failed.error
    (document,) = read(path, format=Format.JSONL)
    assert document.text == "words"


def test_reading_is_lazy(tmp_path):
    """The first document is there before the end of the input has come by."""
    lines = b'{"text": "one"}\n' * 200_000

    class Slow(io.RawIOBase):
        taken = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            piece = lines[Slow.taken : Slow.taken + len(buffer)]
            Slow.taken += len(piece)
            buffer[: len(piece)] = piece
            return len(piece)

    class Stdin:
        buffer = io.BufferedReader(Slow())

    (source,) = [Input("x.jsonl", None, tmp_path)]
    original, sys.stdin = sys.stdin, Stdin
    try:
        first = next(read_input(source, ReadOptions()))
    finally:
        sys.stdin = original
    assert first.text == "one"
    assert Slow.taken < len(lines) / 4


def test_html_gives_its_main_text(tmp_path):
    """Navigation is no text, and the page's own words about itself are the metadata."""
    pytest.importorskip("trafilatura")
    (document,) = read(write(tmp_path / "a.html", PAGE.replace("pier", "“pier”").encode("cp1252")))
    assert "nobody on the “pier” waved" in document.text
    assert "All news" not in document.text
    assert document.metadata["title"] == "Ferries"
    assert document.format is Format.HTML


@pytest.mark.parametrize("data", [b"<html></html>", b"<", b"<html><body><p>", b"<html><img src=x></html>"])
def test_html_without_text_fails(tmp_path, data):
    """Broken and empty pages give an error in words."""
    pytest.importorskip("trafilatura")
    (failed,) = read(write(tmp_path / "a.html", data))
    assert failed.error == "no main text found in this HTML page"


def test_html_is_recognised_without_its_ending(tmp_path):
    """By its first tag."""
    pytest.importorskip("trafilatura")
    (document,) = read(write(tmp_path / "page", PAGE))
    assert document.format is Format.HTML


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("html", "trafilatura", "html"),
        ("warc", "warcio.archiveiterator", "warc,html"),
        ("parquet", "pyarrow", "parquet"),
    ],
)
def test_a_missing_extra_is_named(tmp_path, monkeypatch, name, module, extra):
    """Asked for, it is an error before any work; met on the way, the document fails and the others go on."""
    from spin_detect.reading import html

    html._extractor.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    path = write(tmp_path / f"a.{name}", b"WARC/1.0" if name == "warc" else b"PAR1" if name == "parquet" else b"<html>")
    with pytest.raises(MissingExtraError, match=rf"pip install 'spin-detect\[{extra}\]'"):
        read_documents([path], ReadOptions(Format(name)))
    write(tmp_path / "b.txt", "open")
    failed, document = [*read(path), *read(tmp_path / "b.txt")]
    assert f"pip install 'spin-detect[{extra}]'" in failed.error
    assert document.text == "open"
    html._extractor.cache_clear()


def test_parquet_rows_are_documents(tmp_path):
    """All columns are metadata; a row without text fails alone."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    table = pyarrow.table({"id": ["x", "y", "z"], "text": ["one", None, "three"], "n": [1, 2, 3]})
    parquet.write_table(table, path)
    one, failed, three = read(path)
    assert (one.id, one.text, one.record, one.metadata["n"]) == ("x", "one", 1, 1)
    assert (failed.id, failed.record, failed.error) == ("y", 2, "field 'text' holds null, not text")
    assert three.record == 3
    (failed,) = read(path, text_field="body")
    assert failed.error == "no column 'body'; there are id, text, n (see --text-field)"


def test_broken_parquet_fails_with_words(tmp_path):
    """A file that is cut short, or is something else."""
    pytest.importorskip("pyarrow")
    (failed,) = read(write(tmp_path / "a.parquet", b"PAR1" + bytes(50)))
    assert failed.error.startswith("the Parquet file is damaged")


def warc_record(number, status="200 OK", kind="text/html; charset=windows-1252", body=None):
    body = PAGE.replace("pier", "“pier”").encode("cp1252") if body is None else body
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        f"WARC-Target-URI: http://example.org/{number}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("ending", ["warc", "warc.gz"])
def test_warc_pages_are_documents(tmp_path, ending):
    """Successful pages only, with address and date; the record number counts all records."""
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    records = [
        warc_record(1),
        warc_record(2, status="404 Not Found"),
        warc_record(3, kind="image/png"),
        warc_record(4, kind="text/plain; charset=utf-8", body="plain words, naïve".encode()),
    ]
    data = b"".join(gzip.compress(record) for record in records) if ending.endswith("gz") else b"".join(records)
    page, plain = read(write(tmp_path / f"a.{ending}", data))
    assert page.id == "urn:uuid:00000000-0000-4000-8000-000000000001"
    assert "“pier”" in page.text
    assert (page.metadata["url"], page.metadata["date"]) == ("http://example.org/1", "2026-01-02T03:04:05Z")
    assert (plain.text, plain.record) == ("plain words, naïve", 4)


def test_truncated_warc_keeps_what_came_through(tmp_path):
    """Plain or compressed, the cut is told."""
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    page, failed = read(write(tmp_path / "a.warc", (warc_record(1) + warc_record(2))[:-300]))
    assert page.record == 1
    assert (failed.record, "cut short" in failed.error) == (2, True)
    *_, failed = read(write(tmp_path / "b.warc.gz", gzip.compress(warc_record(1) + warc_record(2))[:-30]))
    assert "cut short" in failed.error
    (failed,) = read(write(tmp_path / "c.warc", b"WARC/1.0\r\nnonsense"))
    assert isinstance(failed, FailedDocument)


def test_options_that_cannot_be_are_refused():
    """A limit of nothing and a field without a name are errors of configuration."""
    with pytest.raises(ConfigError):
        ReadOptions(max_document_bytes=0)
    with pytest.raises(ConfigError):
        ReadOptions(text_field="")
