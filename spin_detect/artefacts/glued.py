"""Words that lost the space between them: `TheU.S.`, `theex-Soviet`, `andCo-Operation`, `secure.In`.

CamelCase is everywhere in honest text (brands, code, chemistry), so the left half must be a small function word, the
right half must be known, and what stands in the text again and again is taken for a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from spin_detect.artefacts.compounds import FUNCTION_WORDS
from spin_detect.artefacts.rules import finding
from spin_detect.artefacts.words import commonness, places, word_set
from spin_detect.records import Finding

_STRONG = word_set("the and of with from their that another other which were has have would against between about")
"""Function words that hardly begin an identifier or a brand."""

_WEAK = word_set("in to for by at on as is or into was will an our his her its said says under over after before")
"""Function words that identifiers begin with, too (`toString`): the text itself must vouch for the right half."""

_BOUNDARY = re.compile(r"[a-z][A-Z]")
_LEFT = re.compile(r"(?<![\w@#/.+_-])[A-Za-z][a-z]{1,7}\Z")
_DOTTED = re.compile(r"(?:[A-Z]\.){2,6}(?!\w)")
_UPPER = re.compile(r"[A-Z]{2,6}(?![\w.@/-])")
_NAME = re.compile(r"[A-Z][a-z]{2,20}(?![\w@/_(]|\.\w)")
_COMPOUND = re.compile(r"(?:Co|Ex|Non|Pro|Anti|Anglo|Franco|Vice|Mid|Pre|Post|Self|Multi)-[A-Z]?[a-z]{3,20}(?!\w)")
_REACH = 12
_NEAR = 60

_PREFIXES = ("ex-", "pro-", "anti-", "non-", "post-", "pre-", "co-", "mid-", "multi-", "self-", "so-")
_BEFORE_PREFIX = re.compile(
    r"(?<![\w-])(?:the|another|and|their|this|these|of|from|with|that|other|many|some|most|all|two|three"
    r"|his|her|our|for|by|as|an|is|are|was|were)\Z",
    re.IGNORECASE,
)
_REAL_COMPOUNDS = frozenset({"forex-", "asco-"})

_WORD = re.compile(r"[A-Za-z]+")
_AFTER_THE = re.compile(r"\bthe ([A-Z][a-z]+)\b")
# Looking back comes second: a pattern that begins with a few characters is found many times as fast.
_SENTENCES = re.compile(r"[.!?](?:(?<=[a-z]{3}\.)|(?<=[a-z]{2}[!?]))(?=(?:[A-Z][a-z]+|A|I),? [a-z])")
_SENTENCE_END = re.compile(r"(?<![\w.])[a-z][a-z'’-]+\Z")
_SENTENCE_REACH = 24
_BRANDS = frozenset(
    {"InBev", "InSight", "OnStar", "ByteDance", "OnePlus", "TheStreet", "TheBlaze", "TheGrio", "TheHill", "WithSecure"}
)


class _Words:
    """What the text itself says of words; counted when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands in the text, as written."""
        return Counter(_WORD.findall(self._text))

    @cached_property
    def after_the(self) -> frozenset[str]:
        """Capitalised words that stand after "the"."""
        return frozenset(_AFTER_THE.findall(self._text))


def find(text: str) -> Iterator[Finding]:
    """Yield glued words and sentences."""
    yield from _capitals(text)
    for prefix in _PREFIXES:
        yield from _glued_prefix(text, prefix)
    for match in _SENTENCES.finditer(text):
        # "Yahoo.Finance" and "System.Text" are names.
        if _SENTENCE_END.search(text, max(0, match.start() - _SENTENCE_REACH), match.start()):
            yield finding("glued-sentences", text, match.start(), match.end(), match.group() + " ")


def _glued_prefix(text: str, prefix: str) -> Iterator[Finding]:
    """Yield `theex-Soviet` and its like for one prefix."""
    for at in places(text, prefix):
        left = _BEFORE_PREFIX.search(text, max(0, at - _REACH), at)
        end = at + len(prefix)
        if not left or not text[end : end + 1].isalpha() or text[left.start() : end].lower() in _REAL_COMPOUNDS:
            continue
        while end < len(text) and text[end].isalpha():
            end += 1
        yield finding("glued-prefix", text, left.start(), end, f"{left.group()} {text[at:end]}")


def _capitals(text: str) -> Iterator[Finding]:
    """Yield function words glued to a capital."""
    words = _Words(text)
    for match in _BOUNDARY.finditer(text):
        at = match.start() + 1
        left = _LEFT.search(text, max(0, at - _REACH), at)
        if not left or left.group().lower() not in _STRONG | _WEAK:
            continue
        found = _glued_capital(text, left.group(), left.start(), at, words)
        if found:
            yield found


def _glued_capital(text: str, left: str, start: int, at: int, words: _Words) -> Finding | None:
    """Return the finding for `left` glued to what begins at `at`, or none."""
    if dotted := _DOTTED.match(text, at):
        return finding("glued-acronym", text, start, dotted.end(), f"{left} {dotted.group()}")
    small, strong = left.islower(), left.lower() in _STRONG
    if compound := _COMPOUND.match(text, at):
        return finding("glued-prefix", text, start, compound.end(), f"{left} {compound.group()}") if small else None
    if upper := _UPPER.match(text, at):
        if not strong or not words.counts[upper.group()]:
            return None
        return finding("glued-acronym", text, start, upper.end(), f"{left} {upper.group()}")
    name = _NAME.match(text, at)
    if not name or name.group().lower() in FUNCTION_WORDS or left + name.group() in _BRANDS:
        return None
    if words.counts[left + name.group()] > 2:
        return None
    elsewhere = words.counts[name.group()]
    if not small:
        # "TheStreet" beside "Wall Street": two capitals are a brand unless the text often says the right half.
        vouched = (
            left == "The"
            and elsewhere > 2
            and name.group() in words.after_the
            and text[name.end() : name.end() + 1] == " "
        )
    elif strong:
        vouched = elsewhere > 0 or (commonness(name.group()) >= 3.0 and not _among_code(text, at))
    else:
        vouched = elsewhere > 1
    return finding("glued-name", text, start, name.end(), f"{left} {name.group()}") if vouched else None


def _among_code(text: str, at: int) -> bool:
    """Tell whether more CamelCase stands around `at`: then it is code that is talked about."""
    return len(_BOUNDARY.findall(text, max(0, at - _NEAR), at + _NEAR)) > 1
