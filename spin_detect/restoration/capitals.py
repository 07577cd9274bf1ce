"""Capitals of a suggestion: those of the wording it replaces, unless it is a name with its own."""

from __future__ import annotations

import re
from itertools import islice

from spin_detect.artefacts.words import word_set

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL = word_set("a an and as at but by for from in nor of on or over per the to up via vs with")
_SENTENCE_BEFORE = re.compile(r"(?:\A|[.!?…:]['\"”’)\]]*\s+|\n\s*)['\"“‘(\[*–—-]*\s*\Z")
_NEAR = 60


def fit_suggestion(text: str, start: int, end: int, wording: str) -> str:
    """Return `wording` as it would be written in place of `text[start:end]`.

    Names keep their own capitals; all else takes those of the old wording: upper case, title case, a capital at the
    start of a sentence, or none.

    >>> fit_suggestion("On the off chance that it rains, stay.", 0, 22, "if")
    'If'
    >>> fit_suggestion("Warrants Against Russia", 0, 8, "sanctions")
    'Sanctions'
    >>> fit_suggestion("a treaty with Japanese Europe", 14, 29, "Eastern Europe")
    'Eastern Europe'
    """
    old = _WORD.findall(text[start:end])
    if not old or not wording:
        return wording
    if _is_upper(text, start, end, old):
        return wording.upper()
    if wording.lower() != wording:
        return _named(text, start, old, wording)
    if not old[0][0].isupper():
        return wording
    if _is_title(text, start, end, old):
        return _titled(wording)
    # "I", "A" and acronyms are capital for a reason of their own.
    own_capital = len(old[0]) == 1 or (len(old) == 1 and old[0].isupper())
    return _raised(wording) if not own_capital or _starts_sentence(text, start) else wording


def _is_upper(text: str, start: int, end: int, old: list[str]) -> bool:
    """Tell whether the old wording is shouted (a headline), not an acronym."""
    letters = "".join(old)
    if len(letters) < 2 or not letters.isupper():
        return False
    near = _before(text, start, 2) + _after(text, end, 2)
    shouted = [word for word in near if len(word) > 1]
    if shouted:
        return all(word.isupper() for word in shouted)
    return len(letters) > 4


def _is_title(text: str, start: int, end: int, old: list[str]) -> bool:
    """Tell whether the old wording is in title case: all its own words, and a single word's neighbours too."""
    weighty = [word for word in old if word.lower() not in _SMALL] or old
    if not all(word[0].isupper() for word in weighty):
        return False
    if len(weighty) > 1:
        return True
    near = [word for word in (*_before(text, start, 4), *_after(text, end, 4)) if word.lower() not in _SMALL]
    # "Also Vladimir Putin spoke" is no headline; three capitals in a row beside it make one.
    return len(near) > 2 and all(word[0].isupper() for word in near)


def _named(text: str, start: int, old: list[str], wording: str) -> str:
    """Return a wording with capitals of its own; only its first word may need one more."""
    first = wording.split(maxsplit=1)[0]
    needs = first.islower() and old[0][0].isupper() and _starts_sentence(text, start)
    return _raised(wording) if needs else wording


def _starts_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence or line begins at `start`."""
    return _SENTENCE_BEFORE.search(text, max(0, start - 12), start) is not None


def _before(text: str, start: int, count: int) -> list[str]:
    """Return the last `count` words before `start` on its line."""
    line = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    return _WORD.findall(line)[-count:]


def _after(text: str, end: int, count: int) -> list[str]:
    """Return the first `count` words after `end` on its line."""
    line = text[end : end + _NEAR].partition("\n")[0]
    return [match.group() for match in islice(_WORD.finditer(line), count)]


def _raised(wording: str) -> str:
    """Return `wording` with its first letter capital."""
    return wording[:1].upper() + wording[1:]


def _titled(wording: str) -> str:
    """Return `wording` in title case; small words inside stay small."""
    done = 0
    parts = []
    for match in _WORD.finditer(wording):
        word = match.group()
        small = match.start() > 0 and word in _SMALL
        parts += [wording[done : match.start()], word if small else _raised(word)]
        done = match.end()
    return "".join(parts) + wording[done:]
