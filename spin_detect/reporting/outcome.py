"""What a reporter is given: one analysis, and where its text stands."""

from __future__ import annotations

from dataclasses import dataclass

from spin_detect.reading.documents import Document, FailedDocument, Format
from spin_detect.records import Analysis, Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    `failed` says that it could not be read or scored; the analysis then only holds the error. `known` says that a
    baseline has seen it before, with all its findings.
    """

    analysis: Analysis
    source: str
    record: int | None = None
    format: Format = Format.TEXT
    failed: bool = False
    known: bool = False

    @property
    def flagged(self) -> bool:
        """Whether the score reaches the threshold, and no baseline excuses it."""
        return self.analysis.verdict is Verdict.SPUN and not self.known

    @property
    def where(self) -> str:
        """The file, and the record in it, as a message names them."""
        return self.source if self.record is None else f"{self.source}, record {self.record}"


def scored(document: Document, analysis: Analysis) -> Outcome:
    """Return the outcome of a document that was scored."""
    return Outcome(analysis, document.source, document.record, document.format)


def failure(document: Document | FailedDocument, error: str) -> Outcome:
    """Return the outcome of a document that could not be read or scored."""
    analysis = Analysis("", None, Verdict.UNSCORED, 0, id=document.id, error=error)
    return Outcome(analysis, document.source, document.record, failed=True)
