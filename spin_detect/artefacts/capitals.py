"""Capitals that only a machine sets: `e.G.`, `U.s.`, `Don’T`."""

from __future__ import annotations

from collections.abc import Iterator

from spin_detect.artefacts.rules import finding
from spin_detect.artefacts.words import places
from spin_detect.records import Finding

_ABBREVIATIONS = {
    "e.G.": "e.g.",
    "i.E.": "i.e.",
    "a.M.": "a.m.",
    "p.M.": "p.m.",
    "U.s.": "U.S.",
    "U.k.": "U.K.",
    "u.S.": "U.S.",
    "u.K.": "U.K.",
    "Ph.d.": "Ph.D.",
}
_SUFFIXES = ("S", "T", "Re", "Ve", "Ll")


def find(text: str) -> Iterator[Finding]:
    """Yield abbreviations and endings with a machine's capitals."""
    for wrong, right in _ABBREVIATIONS.items():
        for start in places(text, wrong):
            if not text[start - 1 : start].isalnum() or start == 0:
                yield finding("abbreviation-capital", text, start, start + len(wrong), right)
    for apostrophe in "'’":
        for suffix in _SUFFIXES:
            for at in places(text, apostrophe + suffix):
                end = at + 1 + len(suffix)
                before = text[max(0, at - 2) : at]
                # "O’Re" or "L’S" are names; a machine's capital follows two small letters and ends the word.
                if len(before) == 2 and before.isalpha() and before.islower() and not text[end : end + 1].isalnum():
                    yield finding("suffix-capital", text, at, end, text[at:end].lower())
