"""The edges of a replacement: the article before it, and words that would stand twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spin_detect.artefacts.stutters import FAIR_DOUBLES
from spin_detect.artefacts.words import word_set
from spin_detect.protected import Span, touches
from spin_detect.restoration.articles import article_for

_LAST_WORD = re.compile(r"(?<![\w'’-])([^\W\d_]{1,30})([ \t]+)\Z")
_FIRST_WORD = re.compile(r"([^\W\d_]{1,30})(?![\w'’-])[ \t]*")
_NEXT_WORD = re.compile(r"[ \t]+([^\W\d_]{1,30})(?![\w'’-])")
_TAIL_WORD = re.compile(r"(?:(?<![\w'’-])|[ \t]+)([^\W\d_]{1,30})\Z")
_INDEFINITE = ("a", "an")
_ARTICLES = ("a", "an", "the")
_DETERMINERS = word_set("a an the this that these those my your his her its our their")
_LABELS = word_set(
    "vitamin plan group class type hepatitis grade section part option team appendix influenza line series"
)
_REACH = 64


@dataclass(slots=True)
class Edit:
    """A step in the making: `text[start:end]` becomes `new`."""

    start: int
    end: int
    new: str
    score: float


def mend_joints(text: str, edits: Sequence[Edit], protected: Sequence[Span]) -> None:
    """Change `edits`, which are in text order and disjoint, so that they join their surroundings."""
    for index, edit in enumerate(edits):
        previous = edits[index - 1] if index else None
        following = edits[index + 1] if index + 1 < len(edits) else None
        if previous and previous.new and _blank(text, previous.end, edit.start):
            _join_neighbours(text, previous, edit)
        else:
            before = _LAST_WORD.search(text, max(previous.end if previous else 0, edit.start - _REACH), edit.start)
            if before:
                edit.new = _without_first(text, edit, before.group(1))
                _mend_article(text, edit, before, following, protected)
        if not (following and _blank(text, edit.end, following.start)):
            edit.new = _without_last(text, edit)


def _blank(text: str, start: int, end: int) -> bool:
    """Tell whether only spaces stand between two edits, and at least one."""
    return start < end and not text[start:end].strip(" \t")


def _join_neighbours(text: str, previous: Edit, edit: Edit) -> None:
    """Mend the joint of two replacements that stand side by side."""
    last = _TAIL_WORD.search(previous.new)
    if not last or not edit.new:
        return
    edit.new = _without_first(text, edit, last.group(1))
    wanted = article_for(edit.new)
    if wanted and last.group(1) in _INDEFINITE:
        previous.new = previous.new[: last.start(1)] + wanted


def _without_first(text: str, edit: Edit, before: str) -> str:
    """Return the new wording without a first word that stands before it already ("the" + "the Cold War")."""
    first = _FIRST_WORD.match(edit.new)
    old = _FIRST_WORD.match(text, edit.start)
    if not first or first.end() == len(edit.new) or (old and old.group(1).lower() == first.group(1).lower()):
        return edit.new
    low, new = before.lower(), first.group(1).lower()
    two_determiners = low in _DETERMINERS and new in _ARTICLES
    doubled = low == new and low not in FAIR_DOUBLES
    return edit.new[first.end() :] if two_determiners or doubled else edit.new


def _without_last(text: str, edit: Edit) -> str:
    """Return the new wording without a last word that stands after it already ("a lot of" + "of")."""
    last = _TAIL_WORD.search(edit.new)
    after = _NEXT_WORD.match(text, edit.end)
    if not last or not after or last.start() == 0:
        return edit.new
    low = after.group(1).lower()
    old = _TAIL_WORD.search(text, edit.start, edit.end)
    was_double = old is not None and old.group(1).lower() == low
    doubled = last.group(1).lower() == low and low not in FAIR_DOUBLES
    return edit.new[: last.start()] if doubled and not was_double else edit.new


def _mend_article(
    text: str, edit: Edit, before: re.Match[str], following: Edit | None, protected: Sequence[Span]
) -> None:
    """Stretch `edit` over an `a` or `an` before it that no longer fits the sound after it."""
    written = before.group(1)
    if written.lower() not in _INDEFINITE or (written == "A" and not _opens(text, before.start())):
        return
    ahead = edit.new
    if not ahead:
        if following and not text[edit.end : following.start].strip():
            return
        ahead = text[edit.end : edit.end + _REACH]
    wanted = article_for(ahead)
    if not wanted or wanted == written.lower() or touches(protected, before.start(), before.end()):
        return
    edit.start = before.start()
    wanted = wanted.capitalize() if written[0].isupper() else wanted
    edit.new = wanted + before.group(2) + edit.new if edit.new else wanted


def _opens(text: str, start: int) -> bool:
    """Tell whether a capital `A` at `start` is an article, not a label as in "vitamin A" or "Plan A"."""
    word = re.search(r"([^\W\d_]+)\s*\Z", text[max(0, start - _REACH) : start])
    return word is None or (word.group(1).lower() not in _LABELS and word.group(1)[0].isupper())
