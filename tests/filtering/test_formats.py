"""Bulk runs over every format: output in the input's own, damage counted and kept aside."""

from __future__ import annotations

import bz2
import gzip
import lzma
from pathlib import Path

import pytest

from spin_detect.errors import MissingExtraError
from spin_detect.filtering import FilterOptions, Mode
from spin_detect.filtering.run import run_filter
from spin_detect.reading import ReadOptions
from tests.filtering.cases import GENUINE, SPUN, jsonl, page, read_jsonl, read_warc, records, write_warc


@pytest.mark.parametrize("ending", ["gz", "xz", "bz2", "zst"])
def test_compression_is_kept(ending, tmp_path):
    """Compressed lines come out compressed the same way."""
    pack, unpack = {
        "gz": (gzip.compress, gzip.decompress),
        "xz": (lzma.compress, lzma.decompress),
        "bz2": (bz2.compress, bz2.decompress),
        "zst": _zstd(),
    }[ending]
    (tmp_path / f"a.jsonl.{ending}").write_bytes(pack(jsonl(records(3))))
    run_filter([tmp_path / f"a.jsonl.{ending}"], tmp_path / "out")
    assert unpack((tmp_path / "out" / "kept" / f"a.jsonl.{ending}").read_bytes()).count(b"\n") == 2


def _zstd():
    zstandard = pytest.importorskip("zstandard", reason="reads and writes zst: needs zstandard")
    return (
        zstandard.ZstdCompressor().compress,
        lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
    )


def test_text_files_are_copied_as_they_are(tmp_path):
    """A kept text is the same bytes; what was decided is a line of documents.jsonl."""
    source = tmp_path / "in"
    source.mkdir()
    genuine = b"\xef\xbb\xbf" + GENUINE.replace(". ", ".\r\n").encode()
    (source / "good.txt").write_bytes(genuine)
    (source / "spun.txt.gz").write_bytes(gzip.compress(SPUN.encode()))
    run_filter([source], tmp_path / "out")
    assert (tmp_path / "out" / "kept" / "good.txt").read_bytes() == genuine
    assert (tmp_path / "out" / "dropped" / "spun.txt.gz").read_bytes() == (source / "spun.txt.gz").read_bytes()
    told = read_jsonl(tmp_path / "out" / "documents.jsonl")
    assert [(Path(row["file"]).name, row["kept"]) for row in told] == [("good.txt", True), ("spun.txt.gz", False)]
    assert told[1]["spin_reason"].startswith("spun")


def test_restored_texts_keep_their_encoding(tmp_path):
    """A restored text file is written as the spun one was."""
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe" + SPUN.encode("utf-16-le"))
    run_filter([tmp_path / "a.txt"], tmp_path / "out", FilterOptions(mode=Mode.RESTORE))
    data = (tmp_path / "out" / "kept" / "a.txt").read_bytes()
    assert data.startswith(b"\xff\xfe")
    assert "invasion" in data.decode("utf-16")


def test_html_pages_are_judged_by_their_main_text(tmp_path):
    """Pages come through trafilatura; one without a main text is kept aside."""
    pytest.importorskip("trafilatura", reason="reads HTML: needs trafilatura")
    source = tmp_path / "in"
    source.mkdir()
    (source / "good.html").write_bytes(page(GENUINE, "Library"))
    (source / "spun.html").write_bytes(page(SPUN))
    (source / "empty.html").write_bytes(b"<html><body></body></html>")
    (source / "broken.html").write_bytes(
        page(GENUINE).replace(b"</article>", b"<table><p <<b>").replace(b"</body>", b"")
    )
    counts = run_filter([source], tmp_path / "out", FilterOptions(mode=Mode.RESTORE))
    assert (counts.kept, counts.failed, counts.broken_inputs) == (3, 1, 0)
    assert (tmp_path / "out" / "kept" / "good.html").read_bytes() == page(GENUINE, "Library")
    assert "invasion" in (tmp_path / "out" / "kept" / "spun.html.txt").read_text("utf-8")
    titles = [row.get("title") for row in read_jsonl(tmp_path / "out" / "documents.jsonl")]
    assert "Library" in titles


def parquet(path: Path, count: int = 150) -> None:
    """Write a file with odd types around the text."""
    arrow = pytest.importorskip("pyarrow", reason="reads and writes Parquet: needs pyarrow")
    import pyarrow.parquet

    rows = records(count)
    table = arrow.table(
        {
            "small": arrow.array([n % 250 for n in range(count)], arrow.uint8()),
            "text": arrow.array([None if n == 7 else rows[n]["text"] for n in range(count)], arrow.large_string()),
            "list": arrow.array([[n] for n in range(count)], arrow.list_(arrow.int16())),
        }
    )
    pyarrow.parquet.write_table(table, path, compression="zstd")


def test_parquet_keeps_columns_and_types(tmp_path):
    """Rows leave with their columns, types and order; ours stand behind; a null text is kept aside."""
    parquet(tmp_path / "a.parquet")
    import pyarrow.parquet

    counts = run_filter([tmp_path / "a.parquet"], tmp_path / "out", FilterOptions(annotate=True))
    kept = pyarrow.parquet.read_table(tmp_path / "out" / "kept" / "a.parquet")
    assert kept.schema.names == [
        "small", "text", "list", "spin_score", "spin_verdict", "spin_findings", "spin_restored",
    ]  # fmt: skip
    assert [str(kept.schema.field(n).type) for n in ("small", "text")] == ["uint8", "large_string"]
    assert kept["small"].to_pylist() == [n for n in range(150) if n % 3 and n != 7]
    dropped = pyarrow.parquet.read_table(tmp_path / "out" / "dropped" / "a.parquet").to_pylist()
    assert len(dropped) == 50
    assert dropped[0]["spin_findings"][0]["text"]
    assert dropped[0]["spin_reason"].startswith("spun")
    assert (counts.kept, counts.dropped, counts.failed) == (99, 50, 1)


def test_parquet_texts_are_restored_in_their_column(tmp_path):
    """The restored text stands in the column of the text, the original in one of its own."""
    parquet(tmp_path / "a.parquet", 3)
    import pyarrow.parquet

    run_filter([tmp_path / "a.parquet"], tmp_path / "out", FilterOptions(mode=Mode.RESTORE))
    rows = pyarrow.parquet.read_table(tmp_path / "out" / "kept" / "a.parquet").to_pylist()
    assert "invasion" in rows[0]["text"]
    assert rows[0]["spin_original"].startswith(SPUN)
    assert rows[1]["spin_original"] is None


def test_parquet_without_the_column_is_explained(tmp_path):
    """The error names the column that is missing and those there are; nothing is written for the file."""
    parquet(tmp_path / "a.parquet", 3)
    options = FilterOptions(read=ReadOptions(text_field="body"))
    counts = run_filter([tmp_path / "a.parquet"], tmp_path / "out", options)
    (failed,) = read_jsonl(tmp_path / "out" / "failed.jsonl")
    assert "no column 'body'; there are small, text, list" in failed["error"]
    assert (counts.documents, counts.broken_inputs) == (0, 1)


def test_damaged_parquet_is_explained(tmp_path):
    """Half a file is told as such."""
    parquet(tmp_path / "a.parquet", 3)
    (tmp_path / "a.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:300])
    assert run_filter([tmp_path / "a.parquet"], tmp_path / "out").broken_inputs == 1


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warc_records_go_through_whole(name, tmp_path):
    """Kept pages and all that is no page stay, with the verdict in the head; dropped pages lie aside."""
    pytest.importorskip("warcio", reason="reads and writes WARC: needs warcio")
    pytest.importorskip("trafilatura", reason="reads HTML: needs trafilatura")
    pages = [(f"http://site.example/{n}", page(SPUN if n % 2 else GENUINE, f"Page {n}")) for n in range(4)]
    write_warc(tmp_path / name, [*pages, ("http://site.example/none", b"<html></html>")])
    counts = run_filter([tmp_path / name], tmp_path / "out", FilterOptions(annotate=True))
    kept, dropped = (read_warc(tmp_path / "out" / part / name) for part in ("kept", "dropped"))
    assert [(kind, url, verdict) for kind, url, verdict, _ in kept] == [
        ("warcinfo", None, None),
        ("response", "http://site.example/0", "genuine"),
        ("metadata", "http://site.example/0", None),
        ("response", "http://site.example/0.png", None),
        ("response", "http://site.example/1.png", None),
        ("response", "http://site.example/2", "genuine"),
        ("metadata", "http://site.example/2", None),
        ("response", "http://site.example/2.png", None),
        ("response", "http://site.example/3.png", None),
        ("response", "http://site.example/none.png", None),
    ]
    assert kept[1][3] == pages[0][1]
    assert [url for kind, url, _, _ in dropped if kind == "response"] == [pages[1][0], pages[3][0]]
    assert (counts.kept, counts.dropped, counts.failed) == (2, 2, 1)


def test_restored_pages_of_an_archive_are_conversion_records(tmp_path):
    """The page stays as it was fetched; its restored text is a record that refers to it."""
    pytest.importorskip("warcio", reason="reads and writes WARC: needs warcio")
    pytest.importorskip("trafilatura", reason="reads HTML: needs trafilatura")
    write_warc(tmp_path / "a.warc.gz", [("http://site.example/1", page(SPUN))])
    run_filter([tmp_path / "a.warc.gz"], tmp_path / "out", FilterOptions(mode=Mode.RESTORE))
    kept = read_warc(tmp_path / "out" / "kept" / "a.warc.gz")
    assert [kind for kind, *_ in kept] == ["warcinfo", "response", "conversion", "response"]
    assert b"invasion" in kept[2][3]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("share", [0.3, 0.45, 0.5, 0.6, 0.8, 0.97])
def test_a_truncated_archive_gives_what_it_holds(name, share, tmp_path):
    """All whole records before the damage go through; the one that is not is told with its number, once."""
    pytest.importorskip("warcio", reason="reads and writes WARC: needs warcio")
    pytest.importorskip("trafilatura", reason="reads HTML: needs trafilatura")
    write_warc(tmp_path / name, [(f"http://site.example/{n}", page(GENUINE, f"Page {n}")) for n in range(6)])
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * share)])
    counts = run_filter([tmp_path / name], tmp_path / "out")
    (failed,) = read_jsonl(tmp_path / "out" / "failed.jsonl")
    kept = read_warc(tmp_path / "out" / "kept" / name)
    assert failed["record"] == len(kept) + 1
    assert counts.broken_inputs == 1
    assert counts.kept == sum(verdict is not None for _, _, verdict, _ in kept) >= 1


def test_one_bad_head_in_an_archive_fails_alone(tmp_path):
    """A response without a usable HTTP head, or without an address, stops nothing."""
    pytest.importorskip("warcio", reason="reads and writes WARC: needs warcio")
    pytest.importorskip("trafilatura", reason="reads HTML: needs trafilatura")
    write_warc(tmp_path / "a.warc", [(f"http://site.example/{n}", page(GENUINE, f"Page {n}")) for n in range(3)])
    data = (tmp_path / "a.warc").read_bytes()
    data = data.replace(b"WARC-Target-URI: http://site.example/1\r\n", b"", 1)
    (tmp_path / "a.warc").write_bytes(data.replace(b"HTTP/1.1 200 OK", b"\x00TTP garbage \x01", 1))
    counts = run_filter([tmp_path / "a.warc"], tmp_path / "out")
    assert counts.kept >= 1
    assert counts.broken_inputs == 0
    assert (tmp_path / "out" / "kept" / "a.warc").read_bytes().count(b"WARC/1.0") == 7 - counts.failed


def test_a_truncated_gz_gives_what_it_holds(tmp_path):
    """The lines that could be read are kept, the file is told as broken."""
    data = gzip.compress(jsonl(records(60)))
    (tmp_path / "a.jsonl.gz").write_bytes(data[: len(data) // 2])
    counts = run_filter([tmp_path / "a.jsonl.gz"], tmp_path / "out")
    assert counts.broken_inputs == 1
    assert len(read_jsonl(tmp_path / "out" / "kept" / "a.jsonl.gz")) == counts.kept
    assert "cut short" in read_jsonl(tmp_path / "out" / "failed.jsonl")[-1]["error"]


def test_a_bomb_is_refused(tmp_path):
    """A small file that grows without end is stopped with a clear message."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "' + b"a" * 3_000_000 + b'"}\n'))
    options = FilterOptions(read=ReadOptions(max_document_bytes=1_000_000))
    counts = run_filter([tmp_path / "a.jsonl.gz"], tmp_path / "out", options)
    assert (counts.documents, counts.failed) == (0, 1)
    assert "limit" in read_jsonl(tmp_path / "out" / "failed.jsonl")[0]["error"]


def test_a_missing_extra_is_named_before_any_work(tmp_path, monkeypatch):
    """Where a library is missing the run does not begin, and says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(MissingExtraError, match=r"spin-detect\[parquet\]"):
        run_filter([tmp_path / "a.parquet"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
