"""Ranges: a big file of lines shared out, nothing lost, nothing twice, damage told once."""

from __future__ import annotations

import gzip
import json
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spin_detect.reading import FailedDocument, Input, Range, ReadOptions, lines_before, read_input

OPTIONS = ReadOptions()


def source(path: Path, data: bytes) -> Input:
    path.write_bytes(data)
    return Input(str(path), path, PurePath(path.name))


def ranges(size: int, step: int) -> list[Range]:
    starts = range(0, size, step)
    return [Range(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12), st.integers(1, 50), st.booleans(), st.booleans())
def test_ranges_share_out_all_lines(tmp_path_factory, lengths, step, packed, ended):
    """However a file is cut, each line is read once, in order, and counted from the beginning of the file."""
    lines = [json.dumps({"text": f"{number}" + "x" * length}).encode() for number, length in enumerate(lengths)]
    data = b"\n".join(lines) + b"\n" * ended
    whole = source(tmp_path_factory.mktemp("in") / "a.jsonl", gzip.compress(data) if packed else data)
    parts = ranges(len(data), step)
    before = lines_before(whole, [part.start for part in parts], OPTIONS)
    found = [
        (count + document.record, document.text)
        for part, count in zip(parts, before, strict=True)
        for document in read_input(whole, OPTIONS, part)
    ]
    assert found == [(document.record, document.text) for document in read_input(whole, OPTIONS)]


@pytest.mark.parametrize("step", [500, 5_000, 40_000])
def test_damage_is_told_once(tmp_path, step):
    """Of a file that breaks off, the range where it does tells it; those behind it are empty."""
    rows = [json.dumps({"text": f"{number} {hash(number * 7919)}"}).encode() for number in range(1000)]
    data = gzip.compress(b"\n".join(rows))
    broken = source(tmp_path / "a.jsonl.gz", data[: len(data) // 2])
    whole = list(read_input(broken, OPTIONS))
    found = [document for part in ranges(30_000, step) for document in read_input(broken, OPTIONS, part)]
    assert [document.text for document in found[:-1]] == [document.text for document in whole[:-1]]
    assert isinstance(found[-1], FailedDocument)
    assert found[-1].breaks_off
    assert "cut short" in found[-1].error


def test_a_long_line_is_not_held_to_find_the_next(tmp_path):
    """A line that reaches over several ranges belongs to the first; the limit for documents holds."""
    rows = b'{"text": "%s"}\n{"text": "last"}\n' % (b"a" * 500_000)
    long = source(tmp_path / "a.jsonl", rows)
    options = ReadOptions(max_document_bytes=10_000)
    found = [list(read_input(long, options, part)) for part in ranges(len(rows), 100_000)]
    assert [len(documents) for documents in found] == [1, 0, 0, 0, 0, 1]
    assert "limit" in found[0][0].error
    assert found[-1][0].text == "last"


@pytest.mark.parametrize("head", [b"\xff\xfe", b"%PDF-1.7\n", b"\0\1\2\3" * 100])
def test_a_file_without_lines_is_told_once(tmp_path, head):
    """What is no file of lines by its first bytes is one failure, however many ranges share it."""
    other = source(tmp_path / "a.jsonl", head + b'{"text": "a"}\n' * 100)
    found = [document for part in ranges(1000, 200) for document in read_input(other, OPTIONS, part)]
    assert [(type(document), document.breaks_off) for document in found] == [(FailedDocument, True)]


def test_a_damaged_line_fails_alone_in_its_range(tmp_path):
    """A range that begins with bytes that are no text is read on: what a file is, its first bytes say."""
    good = b'{"text": "first"}\n' * 4000
    holed = source(tmp_path / "a.jsonl", good + b"\0" * 5000 + b'\n{"text": "last"}\n')
    failed, last = read_input(holed, OPTIONS, Range(len(good), None))
    assert isinstance(failed, FailedDocument)
    assert last.text == "last"
