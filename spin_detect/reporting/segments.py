"""Texts cut up for display: what is marked and what is not, and where lines begin."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spin_detect.records import Analysis, Finding, SentenceScore, Step

_LINE_END = re.compile(r"\r?\n")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Position(NamedTuple):
    """A place in a text as editors count it: from 1, in code points."""

    line: int
    column: int


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> Position:
        """Return line and column of `offset`."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


def printable(text: str) -> str:
    """Return `text` with each character that could steer a terminal as U+FFFD; lengths stay."""
    return _CONTROLS.sub("\ufffd", text)


def marked(text: str, start: int, end: int, findings: Iterable[Finding]) -> Iterator[tuple[str, Finding | None]]:
    """Yield `text[start:end]` in pieces, each with its finding or `None`; of overlapping findings the first stands."""
    at = start
    for found in sorted(findings, key=lambda found: (found.start, -found.end)):
        begin = max(found.start, start)
        if found.end <= start or begin >= end or begin < at:
            continue
        if begin > at:
            yield text[at:begin], None
        yield text[begin : min(found.end, end)], found
        at = min(found.end, end)
    if at < end:
        yield text[at:end], None


def rewritten(text: str, start: int, end: int, plan: Iterable[Step]) -> Iterator[tuple[str, Step | None]]:
    """Yield the restored wording of `text[start:end]` in pieces, each with the step that made it or `None`."""
    at = start
    for step in plan:
        if at <= step.start and step.end <= end:
            if step.start > at:
                yield text[at : step.start], None
            yield step.new, step
            at = step.end
    if at < end:
        yield text[at:end], None


def sentences_with_findings(analysis: Analysis) -> list[tuple[SentenceScore, list[Finding]]]:
    """Return the sentences of `analysis` that a finding touches, in order, each with its findings."""
    pairs = []
    findings = sorted(analysis.findings, key=lambda found: found.start)
    first = 0
    for sentence in analysis.sentences:
        while first < len(findings) and findings[first].end <= sentence.start:
            first += 1
        here = [found for found in _until(findings, first, sentence.end) if found.end > sentence.start]
        if here:
            pairs.append((sentence, here))
    return pairs


def _until(findings: list[Finding], first: int, end: int) -> Iterator[Finding]:
    for index in range(first, len(findings)):
        found = findings[index]
        if found.start >= end:
            return
        yield found
