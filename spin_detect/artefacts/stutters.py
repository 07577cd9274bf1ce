"""Words said twice: `No. The No. 2`, `the Soviet Union. Union.`, `the the`, `video video`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spin_detect.artefacts.rules import finding
from spin_detect.artefacts.words import word_set
from spin_detect.records import Finding

FAIR_DOUBLES = word_set(
    """
    had that very really so bye many much far long no yes ha hey blah yada bla knock tut chop night now there please
    go come well never more less bad good big little old great wait stop help work home win boo choo chow tom pom
    can cha aye out never again is was you her his him it this these those who what hear sing row run look look easy
    hush hmm uh um oh ah eh la da na ya ta goody fifty even total same
    """
)
"""Words that may stand twice in a row in good English (that that, had had) or in speech (very very, bye bye)."""

_SMALL = word_set("the a an of and with from for by at its their our into or but be are were has have if as we they")

_DOUBLE = re.compile(r"(?<![\w'’.-])([A-Za-z][a-z]{0,20}) \1(?![\w'’-]|\.\w)")
# What stands before is looked at second: a pattern that begins with a few letters is found many times as fast.
_ABBREVIATION = re.compile(r"(No|Mr|Mrs|Ms|Dr|Gov|Gen|Lt|Col|Sen|Rep|Prof|St|Capt|Sgt)\. The (?=\1\. ?[\dA-Z])")
_END = re.compile(r"([A-Z][a-z]{2,20})\. \1\.(?=\s|\Z)")
_BEFORE_END = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]{2,20} ){0,3}\Z")
_REACH = 72


def find(text: str) -> Iterator[Finding]:
    """Yield words, endings and openings that stand twice."""
    for match in _ABBREVIATION.finditer(text):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        end = match.end() + len(match.group(1)) + 1
        yield finding("stutter-abbreviation", text, match.start(), end, f"the {match.group(1)}.")
    for match in _END.finditer(text):
        before = _BEFORE_END.search(text, max(0, match.start() - _REACH), match.start())
        if before and not _goes_on(text, match.end(), match.group(1)):
            yield finding("stutter-end", text, match.end(1), match.end(), ".")
    yield from _doubles(text)


def _goes_on(text: str, end: int, word: str) -> bool:
    """Tell whether the repetition is rhetoric: the word comes a third time."""
    return word in text[end : end + 40]


def _doubles(text: str) -> Iterator[Finding]:
    """Yield single words said twice."""
    for match in _DOUBLE.finditer(text):
        word = match.group(1)
        low = word.lower()
        if low in FAIR_DOUBLES or text[match.end() : match.end() + 1 + len(word)] == f" {word}":
            continue
        if low in _SMALL:
            yield finding("stutter-function", text, *match.span(), word)
        elif word.islower() and len(word) > 1:
            yield finding("stutter-word", text, *match.span(), word)
