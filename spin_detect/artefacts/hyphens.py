"""Compounds with a space after their hyphen: `high- stakes`, `57- nation`, `Russian- backed`; words cut at a line end.

A suspended hyphen ("short- and long-term") and a dash typed without its first space ("the capital- a quiet town") are
no damage, so one half of the compound must be known to build compounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spin_detect.artefacts.compounds import (
    FUNCTION_WORDS,
    HEADS,
    LETTER_COMPOUNDS,
    NUMBERS,
    PREFIXES,
    SOLID_PREFIXES,
    TAILS,
    UNITS,
)
from spin_detect.artefacts.rules import finding
from spin_detect.artefacts.words import commonness, places
from spin_detect.records import Finding

_LEFT = re.compile(r"(?<![\w.,’'-])(?:[A-Za-z]{1,20}|\d{1,3}(?:\.\d{1,2})?)\Z")
_RIGHT = re.compile(r"[A-Za-z]{1,20}(?![\w’'])")
_REACH = 24


def find(text: str) -> Iterator[Finding]:
    """Yield broken compounds and words that a line end cut in two."""
    for at in places(text, "- "):
        left = _LEFT.search(text, max(0, at - _REACH), at)
        right = _RIGHT.match(text, at + 2)
        if not left or not right or right.group().lower() in FUNCTION_WORDS:
            continue
        compound = _is_compound(left.group(), right.group(), text[right.end() : right.end() + 1])
        # Word frequencies take a while to load, so plain compounds do not ask for them; "pro- vide" must.
        unsure = not compound or left.group().lower() in SOLID_PREFIXES
        if unsure and _is_one_word(left.group(), right.group()):
            yield finding("split-word", text, left.start(), right.end(), left.group() + right.group())
        elif compound:
            yield finding("broken-hyphen", text, left.start(), right.end(), f"{left.group()}-{right.group()}")


def _is_compound(left: str, right: str, after: str) -> bool:
    """Tell whether the two halves make a compound."""
    low = left.lower()
    if right != right.lower():
        return (low, right) in LETTER_COMPOUNDS
    if after == "-":
        # "low- moderate- and high-income" is a list; "10- year-old" is not.
        return left[0].isdigit() and right in UNITS
    if left[0].isdigit() or low in NUMBERS:
        return right in UNITS
    if (low, right) in LETTER_COMPOUNDS:
        return True
    if len(low) < 2 or right in PREFIXES:
        return False
    if low in PREFIXES or low in HEADS:
        return len(right) > 2
    return right in TAILS and low not in FUNCTION_WORDS


def _is_one_word(left: str, right: str) -> bool:
    """Tell whether the halves are one common word, and at least one of them no word of its own."""
    if not left.isalpha() or not right.islower() or left.isupper():
        return False
    whole = commonness(left + right)
    if left.lower() in SOLID_PREFIXES:
        return whole >= 3.0
    return left.lower() not in PREFIXES and whole >= 3.0 and min(commonness(left), commonness(right)) + 2.0 < whole
