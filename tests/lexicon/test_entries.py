"""Entry files: read, written, refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spin_detect.errors import LexiconError
from spin_detect.lexicon import Entry, Guard, Lexicon, format_entries, read_entries
from spin_detect.lexicon.entries import GUARD_KINDS, HEADER, POS, TIERS, parse_entries, tidy

from .conftest import FOLDER

_words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="|;:\t"), min_size=1, max_size=12
).map(tidy)
_phrases = st.lists(_words.filter(bool), min_size=1, max_size=4).map(" ".join).map(tidy).filter(bool)
_clauses = st.lists(_phrases, min_size=1, max_size=3).map(
    lambda words: tuple(sorted(set(words), key=lambda word: (word.casefold(), word)))
)
_guards = st.dictionaries(st.sampled_from(GUARD_KINDS), _clauses, max_size=3).map(
    lambda clauses: Guard(tuple((kind, clauses[kind]) for kind in GUARD_KINDS if kind in clauses))
)
_entries = st.builds(
    Entry,
    spun=_phrases,
    originals=st.lists(_phrases, min_size=1, max_size=3, unique=True).map(tuple),
    pos=st.sampled_from(POS),
    tier=st.sampled_from(TIERS),
    guard=_guards,
    source=st.from_regex(r"[a-z-]{1,10}", fullmatch=True),
    domain=st.just("own"),
)


@given(st.lists(_entries, max_size=5))
def test_what_is_written_reads_back_the_same(entries: list[Entry]) -> None:
    """Writing and reading entries changes nothing but their order."""
    text = format_entries(entries)
    read = parse_entries(text, path=Path("own.tsv"))
    assert sorted(map(repr_of, read)) == sorted(map(repr_of, entries))
    assert format_entries(read) == text


def repr_of(entry: Entry) -> tuple[object, ...]:
    return (entry.spun, entry.originals, entry.pos, entry.tier, entry.guard.clauses, entry.source)


def test_ids_name_the_part_of_speech_only_where_they_must(small: Lexicon) -> None:
    """An id is domain and spun form, and the part of speech where one spun form has several entries."""
    ids = {entry.id for entry in small.entries}
    assert {"news:irruption", "news:warrant#noun", "news:warrant#verb", "function:similar as"} <= ids


def test_entries_know_where_they_stand(small: Lexicon) -> None:
    """Every entry names the line that it was read from."""
    for entry in small.entries:
        assert entry.path is not None
        assert entry.path.read_text("utf-8").split("\n")[entry.line - 1] == entry.row


@pytest.mark.parametrize("path", sorted((FOLDER / "en").glob("[fgn]*.tsv")), ids=lambda path: path.stem)
def test_files_are_canonical(path: Path) -> None:
    """The files of the test lexicon are what they would be written as."""
    assert path.read_text("utf-8") == format_entries(read_entries(path))


def test_reading_forgives_what_formatting_mends(tmp_path: Path) -> None:
    """Blank lines, stray spaces, curly quotes, a byte order mark and Windows line ends are read all the same."""
    path = tmp_path / "own.tsv"
    rows = (HEADER, "", " the  world’s end \t finish| end ", "phrase\thint\tnext: b| a |b;with:x\tmine", "")
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join((rows[0], rows[1], f"{rows[2]}\t{rows[3]}", "")).encode())
    (entry,) = read_entries(path)
    assert entry.row == "the world's end\tfinish|end\tphrase\thint\twith:x;next:a|b\tmine"


@pytest.mark.parametrize(
    ("row", "line", "complaint"),
    [
        ("a/b/noun/hint/x", 2, "5 columns instead of 6"),
        ("a/b/nown/hint//x", 2, "pos 'nown' is not one of noun, verb"),
        ("a/b/noun/certain//x", 2, "tier 'certain' is not one of sure, likely, hint"),
        (" /b/noun/hint//x", 2, "the spun form is empty"),
        ("a/b|/noun/hint//x", 2, "an original is empty"),
        ("a//noun/hint//x", 2, "an original is empty"),
        ("a/b/noun/hint/near:c/x", 2, "guard 'near:c' is not one of with:"),
        ("a/b/noun/hint/with:c|/x", 2, "has an empty word"),
        ("a/b/noun/hint/with:c;with:d/x", 2, "stands twice"),
        ("a/b/noun/hint//", 2, "source '' is not an id"),
        ("a\x07/b/noun/hint//x", 2, "control character"),
        ("a b c d e f g h i j k l m/b/phrase/hint//x", 2, "more than 12 words"),
    ],
)
def test_malformed_lines_are_named(write: Callable[..., Path], row: str, line: int, complaint: str) -> None:
    """A malformed line is an error that names file and line and says what is wrong."""
    path = write(row)
    with pytest.raises(LexiconError, match=f"own.tsv:{line}: ") as error:
        Lexicon.load(path)
    assert complaint in str(error.value)


def test_a_file_without_header_is_refused(write: Callable[..., Path]) -> None:
    """The header is asked for, and said."""
    path = write("a/b/noun/hint//x", header="spun/plain/pos/tier/guard/source")
    with pytest.raises(LexiconError, match=r"own\.tsv:1: the first line must be the header spun original pos"):
        Lexicon.load(path)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    """A file that is not UTF-8 is an error at the line of the first wrong byte."""
    path = tmp_path / "own.tsv"
    path.write_bytes(f"{HEADER}\na\tb\tnoun\thint\t\tx\ncaf\xe9\tb\tnoun\thint\t\tx\n".encode("cp1252"))
    with pytest.raises(LexiconError, match=r"own\.tsv:3: not UTF-8 \(byte 0xe9\)"):
        Lexicon.load(path)


def test_binary_and_missing_files_are_named(tmp_path: Path) -> None:
    """A file with NUL bytes and a file that is not there are errors that say so."""
    path = tmp_path / "own.tsv"
    path.write_bytes(f"{HEADER}\na\0b\n".encode())
    with pytest.raises(LexiconError, match=r"own\.tsv:2: holds a NUL"):
        Lexicon.load(path)
    with pytest.raises(LexiconError, match=r"gone\.tsv: cannot be read: No such file"):
        Lexicon.load(tmp_path / "gone.tsv")
