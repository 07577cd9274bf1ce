"""Spaces on the wrong side: `“ improvements.”`, `Locker( DHL)`, `word , word`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spin_detect.artefacts.rules import finding
from spin_detect.artefacts.words import places
from spin_detect.records import Finding

# Looking back comes second: a pattern that begins with a few characters is found many times as fast.
_TURNED = re.compile(r" “(?<=[a-z][.,!?] “)(?=[ \t]*(?:\n|\Z))")
_STRAY = re.compile(r" [,.;:](?<=[\w)”’] .)(?=\s|\Z)")
_PROPER = re.compile(r"[,.;:](?<=\w.)(?=\s|\Z)")
_QUOTED = 300
_BRACKETED = 60


def find(text: str) -> Iterator[Finding]:
    """Yield misplaced spaces."""
    yield from _brackets(text)
    yield from _quotes(text)
    stray = list(_STRAY.finditer(text))
    # A text cut into tokens ("so , he said .") is all like this: that is a format, not damage.
    if stray and 3 * len(stray) < len(_PROPER.findall(text)):
        for match in stray:
            if not _is_ellipsis(text, match.start()):
                yield finding("punctuation-space", text, *match.span(), match.group()[1:])


def _is_ellipsis(text: str, at: int) -> bool:
    """Tell whether the stray mark at `at` belongs to spaced dots."""
    return text[at + 1] == "." and (". ." in text[max(0, at - 3) : at + 5])


def _brackets(text: str) -> Iterator[Finding]:
    """Yield `word( WORD)`."""
    for at in places(text, "( "):
        close = text.find(")", at, at + _BRACKETED)
        if at and text[at - 1].isalnum() and text[at + 2 : at + 3].isalnum() and close > 0 and text[close - 1] != " ":
            yield finding("bracket-space", text, at, at + 2, " (")


def _quotes(text: str) -> Iterator[Finding]:
    """Yield a space after an opening mark, and opening marks that close."""
    for match in _TURNED.finditer(text):
        yield finding("quote-turned", text, *match.span(), "”")
    for at in places(text, "“ "):
        before = text[at - 1 : at] if at else " "
        if not (before.isspace() or before in "(—–-") or not text[at + 2 : at + 3].isalnum():
            continue
        close = text.find("”", at, at + _QUOTED)
        reopened = text.find("“", at + 1, at + _QUOTED)
        if close > 0 and not text[close - 1].isspace() and (reopened < 0 or reopened > close):
            yield finding("quote-space", text, at, at + 2, "“")
