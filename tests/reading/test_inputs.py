"""Which files are read, and what is refused before any work."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spin_detect.errors import InputError
from spin_detect.reading import Format, ReadOptions, find_inputs, read_documents


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("some words", "utf-8")


def test_folders_are_searched_to_the_bottom_in_sorted_order(tmp_path):
    """A folder gives its text files at every depth, sorted, and nothing hidden or of another kind."""
    make(tmp_path, "b.txt", "a.md", "sub/c.html", "sub/deep/d.jsonl.gz", ".hidden/e.txt", ".f.txt", "g.png", "h.TXT")
    names = [str(found.inside) for found in find_inputs([tmp_path])]
    assert names == ["a.md", "b.txt", "h.TXT", "sub/c.html", "sub/deep/d.jsonl.gz"]


def test_a_format_that_was_asked_for_picks_its_files(tmp_path):
    """With --input-format jsonl only JSON Lines files are taken from a folder."""
    make(tmp_path, "b.txt", "a.jsonl", "c.ndjson.zst")
    names = [str(found.inside) for found in find_inputs([tmp_path], ReadOptions(Format.JSONL))]
    assert names == ["a.jsonl", "c.ndjson.zst"]


def test_a_missing_path_is_an_error_before_any_reading(tmp_path):
    """The error names the missing path, and comes from the call itself, not from the first step of the stream."""
    make(tmp_path, "a.txt")
    with pytest.raises(InputError, match=r"gone\.txt: no such file or folder"):
        read_documents([tmp_path / "a.txt", tmp_path / "gone.txt"])


def test_a_path_that_no_system_accepts_is_an_error(tmp_path):
    """A NUL or an endless name gives the error, not a traceback."""
    with pytest.raises(InputError):
        find_inputs([tmp_path / ("x" * 5000)])
    with pytest.raises(InputError):
        find_inputs([str(tmp_path) + "/a\0b"])


def test_a_folder_without_text_is_an_error(tmp_path):
    """The error says which endings were looked for."""
    make(tmp_path, "a.png")
    with pytest.raises(InputError, match=r"no text in this folder; looked for \.txt"):
        find_inputs([tmp_path])


def test_no_path_at_all_is_an_error():
    """Nothing to read is never a silent success."""
    with pytest.raises(InputError, match="no input"):
        find_inputs([])


def test_standard_input_can_be_named_once():
    """It can be read only once, and carries the name that was given to it."""
    (only,) = find_inputs(["-"], ReadOptions(stdin_filename="page.html"))
    assert (only.name, only.path, only.format) == ("page.html", None, Format.HTML)
    with pytest.raises(InputError, match="named twice"):
        find_inputs(["-", "-"])


@pytest.mark.skipif(os.name == "nt", reason="file names are text on Windows")
def test_a_file_name_that_is_no_text_is_read_and_shown(tmp_path):
    """Bytes that are not UTF-8 in a file name do not end up as surrogates in an id."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(path)).write_text("some words", "utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (document,) = read_documents([tmp_path])
    assert document.id.endswith("caf\ufffd.txt")


def test_links_that_run_in_circles_are_not_followed(tmp_path):
    """A link to the folder above does not make the search endless."""
    make(tmp_path, "a.txt")
    try:
        (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("no links on this file system")
    assert len(find_inputs([tmp_path])) == 1
