"""`a` or `an`: by the sound that the next word begins with."""

from __future__ import annotations

import re
import unicodedata

_FIRST = re.compile(r"\d[\d,]*|[^\W\d_]+(?:\.[^\W\d_](?=[.\W]|\Z))*|[^\W\d_]")
_LETTER_VOWELS = frozenset("AEFHILMNORSX")
_AS_WORDS = frozenset(
    {"RAM", "ROM", "SIM", "NAS", "LAN", "FAQ", "SAT", "NATO", "NASA", "SARS", "MERS", "FIFA", "FEMA", "NAFTA", "HIPAA"}
)
_SPELT = frozenset({"NAACP", "HIV", "LED", "SOS", "NIH", "MIT", "FIR"})
_SILENT_H = re.compile(r"(?:hour|hono[u]?r|honest|heir)")
_GLIDE = re.compile(
    r"eu|ew|once|one(?!r)|uni(?!n|m[pa]|ss|dent)|unanim|unary|u[bfgkr](?=[aeiou])|ukr|us(?=[aeu])|ut[aei](?!r)|utop"
)
"""Spellings with a vowel that begin with the sound of "you" or "won"."""
_NO_GLIDE = re.compile(r"ub(?!iq)|uf(?!o)")


def article_for(words: str) -> str:
    """Return the indefinite article that goes before `words`, by their first sound; "" where none can be told.

    >>> [article_for(word) for word in ("hour", "university", "one-off", "U.S. ship", "MBA", "NATO raid", "11-year")]
    ['an', 'a', 'a', 'a', 'an', 'a', 'an']
    """
    match = _FIRST.search(words)
    if not match or any(char.isspace() for char in words[: match.start()].strip()):
        return ""
    first = match.group()
    if first[0].isdigit():
        return _for_number(first)
    plain = unicodedata.normalize("NFD", first)
    if not plain[0].isascii():
        return ""
    if first.islower() and len(first) == 1 and words[match.end() : match.end() + 1] not in ("-", ""):
        return ""
    if len(first) == 1 or "." in first or (first.isupper() and _is_spelt(first)):
        return "an" if plain[0].upper() in _LETTER_VOWELS else "a"
    if first.isupper() and first[0] == "U":
        return "a"  # UNESCO, UEFA: whatever is said as a word begins with "you"
    return "an" if _starts_with_vowel(plain) else "a"


def _for_number(digits: str) -> str:
    """Return the article for a number: eight, eleven, eighteen and their thousands begin with a vowel."""
    leading = digits.split(",")[0]
    return "an" if leading[0] == "8" or leading in ("11", "18") else "a"


def _is_spelt(word: str) -> bool:
    """Tell whether an acronym is said letter by letter."""
    if word in _AS_WORDS:
        return False
    if word in _SPELT or len(word) <= 3:
        return True
    return word[0] not in "AEIOU" and word[1] not in "AEIOU"


def _starts_with_vowel(word: str) -> bool:
    """Tell whether a word begins with the sound of a vowel."""
    low = word.lower()
    if low[0] == "h":
        return _SILENT_H.match(low) is not None
    if low[0] not in "aeiou":
        return False
    return _GLIDE.match(low) is None or _NO_GLIDE.match(low) is not None
