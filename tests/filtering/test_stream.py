"""Streaming: `filter -`, record by record."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from spin_detect.errors import ConfigError
from spin_detect.filtering import FilterOptions, Mode
from spin_detect.filtering.stream import arrived_lines, filter_stream
from spin_detect.reading import ReadOptions
from tests.filtering.cases import GENUINE, SHORT, jsonl, read_jsonl, record, records


def filtered(data: bytes, options: FilterOptions | None = None, **where) -> list[dict]:
    """Return the records that come out."""
    target = io.BytesIO()
    for _ in filter_stream(io.BytesIO(data), target, options or FilterOptions(), **where):
        pass
    return [json.loads(line) for line in target.getvalue().splitlines()]


def test_kept_records_go_on_in_order():
    """Genuine and unscored records leave with all their fields, spun ones do not."""
    kept = filtered(jsonl([*records(5), record(9, SHORT)]))
    assert [row["id"] for row in kept] == ["r1", "r2", "r4", "r9"]
    assert list(kept[0]) == ["id", "url", "text", "place", "spin_score", "spin_verdict"]


def test_restore_works_in_a_stream():
    """The modes are those of the bulk run."""
    assert "invasion" in filtered(jsonl(records(1)), FilterOptions(mode=Mode.RESTORE))[0]["text"]


def test_what_does_not_go_on_is_kept_aside(tmp_path):
    """Dropped records and lines that cannot be read go to the folder, the latter with the line itself."""
    filtered(jsonl(records(2)) + b"\n[5]\n\xff\xfe{\n", folder=tmp_path / "aside")
    assert [row["id"] for row in read_jsonl(tmp_path / "aside" / "dropped" / "stdin.jsonl")] == ["r0"]
    failed = read_jsonl(tmp_path / "aside" / "failed.jsonl")
    assert [(row["record"], row["line"]) for row in failed] == [(4, "[5]"), (5, "\\xff\\xfe{")]


def test_a_folder_that_is_used_is_refused(tmp_path):
    """What another stream has set aside is not overwritten."""
    (tmp_path / "x").write_text("mine")
    with pytest.raises(ConfigError, match="not an empty folder"):
        filtered(jsonl(records(1)), folder=tmp_path)


def test_a_line_over_the_limit_is_not_held():
    """A line without end takes no more memory than the limit, and fails alone."""
    long = b'{"text": "' + b"a" * 900_000 + b'"}\n'
    options = FilterOptions(read=ReadOptions(max_document_bytes=10_000))
    assert [row["id"] for row in filtered(long + jsonl([record(1, GENUINE)]), options)] == ["r1"]


class Pieces:
    """A source that gives bytes in the pieces they are put in."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)

    def read1(self, _: int) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


def test_lines_are_taken_as_they_arrive():
    """Lines that came together are one batch; a line may come in pieces; the last needs no line end."""
    source = Pieces(b"a\nb\nc", b"c", b"\n", b"\nd")
    assert list(arrived_lines(source, 100)) == [[(1, b"a"), (2, b"b")], [(3, b"cc")], [(4, b"")], [(5, b"d")]]


def test_every_record_is_out_before_the_next_is_asked_for():
    """In a pipe, an answer comes for each line while the writer still holds the pipe open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "spin_detect", "filter", "-", "-q"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        for row in (record(1, GENUINE), record(2, GENUINE)):
            process.stdin.write(jsonl([row]))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == row["id"]
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0
