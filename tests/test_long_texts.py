"""Long texts: read in pieces and in bounded memory, judged as one."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

import spin_detect
from spin_detect.pieces import piece_bounds
from spin_detect.pipeline import _Cutter
from spin_detect.words import count_words

EXAMPLES = Path(__file__).parents[1] / "examples"
SPUN, GENUINE = ((EXAMPLES / f"{name}.txt").read_text("utf-8") for name in ("spun", "genuine"))


def test_a_long_text_is_read_in_pieces_and_judged_as_one(monkeypatch):
    """Cut at paragraph ends, its parts held whole, slim or not at all, a text is judged as it is in one piece."""
    text = "\n\n".join(f"{SPUN}\n\n“{GENUINE}”\r\n \r\n  Note {number}." for number in range(6))
    monkeypatch.setattr("spin_detect.analysis.PART_TOKENS", 300)
    whole = spin_detect.analyze(text)
    monkeypatch.setattr("spin_detect.pieces.PIECE", 3000)
    monkeypatch.setattr("spin_detect.analysis.HELD_PARTS", 2)
    for slim in (2, 4, 400):
        monkeypatch.setattr("spin_detect.analysis.SLIM_PARTS", slim)
        assert spin_detect.analyze(text) == whole
    assert list(spin_detect.analyze_many([GENUINE, text, SPUN])) == [*map(spin_detect.analyze, (GENUINE, text, SPUN))]


def test_a_long_genuine_text_needs_no_second_reading(monkeypatch):
    """Where no second look is asked for, parts that are held slim say what whole ones say."""
    text = "\n\n".join(f"{GENUINE}\n\nNote {number}." for number in range(6))
    monkeypatch.setattr("spin_detect.analysis.PART_TOKENS", 300)
    whole = spin_detect.analyze(text)
    monkeypatch.setattr("spin_detect.analysis.HELD_PARTS", 0)
    assert spin_detect.analyze(text) == whole


def test_pieces_cover_a_text_and_fit(monkeypatch):
    """Whatever a text is made of, its pieces follow one another and none is too long."""
    monkeypatch.setattr("spin_detect.pieces.PIECE", 50)
    for text in ("x" * 333, "a b " * 99, "line\n" * 99, "par\n\n" * 99, "\n" * 333, " " * 333):
        bounds = list(piece_bounds(text))
        assert "".join(text[start:end] for start, end in bounds) == text
        assert all(0 < end - start <= 50 for start, end in bounds)
        spin_detect.analyze(text)


@pytest.mark.parametrize("mark", "=_(”…")
def test_endless_marks_are_cut_up(mark):
    """A run of marks, which would take the tokenizer the square of its length, is cut; the words beside it are not."""
    text = f"{SPUN}\n\n{mark * 30_000}\n\n{SPUN}{mark * 1000}"
    bounds = list(piece_bounds(text))
    assert "".join(text[start:end] for start, end in bounds) == text
    assert all(end - start <= 100 for start, end in bounds if text[start] == mark)
    cutter = _Cutter(spacy.blank("en"))
    alone, whole = (next(cutter.tables([one], 1)) for one in (SPUN, text))
    for offset in (0, len(SPUN) + 30_004):
        inside = (whole.start >= offset) & (whole.start < offset + len(SPUN))
        assert (whole.start[inside] - offset).tolist() == alone.start.tolist()
        assert whole.key[inside].tolist() == alone.key.tolist()
        assert whole.flags[inside].tolist() == alone.flags.tolist()


def test_words_are_counted_without_being_held(monkeypatch):
    """A long text is counted piece by piece; a word across a cut counts once."""
    text = "\u2003one two\n\nthree  four\x1ffive " * 20
    monkeypatch.setattr("spin_detect.words._COUNTED_AT_ONCE", 7)
    assert count_words(text) == len(text.split()) == 100
