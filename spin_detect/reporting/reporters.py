"""The reporters that need no more than a line or two a document: JSON, JSON Lines, CSV."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TextIO

from spin_detect.reporting.json_object import as_object
from spin_detect.reporting.outcome import Outcome

CSV_FIELDS = ("id", "source", "record", "score", "verdict", "words", "findings", "reasons", "model", "lexicon", "error")
"""The columns of the CSV table: `findings` is their number, `reasons` are joined by ` | `."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a report is written: which fields, in what colours and width, and with how much detail."""

    fields: tuple[str, ...] | None = None
    color: bool = False
    width: int | None = None
    verbose: bool = False


class Reporter:
    """Writes a report to `stream`, one outcome after the other, in the order of the input."""

    def __init__(self, stream: TextIO, options: ReportOptions) -> None:
        self.stream = stream
        self.options = options

    def begin(self) -> None:
        """Write what stands before the first outcome."""

    def add(self, outcome: Outcome) -> None:
        """Write one outcome."""
        raise NotImplementedError

    def end(self) -> None:
        """Write what stands after the last outcome."""


class JsonLinesReporter(Reporter):
    """One object of the JSON contract on each line."""

    def add(self, outcome: Outcome) -> None:
        """Write one line."""
        self.stream.write(_dumps(outcome, self.options))
        self.stream.write("\n")
        self.stream.flush()


class JsonReporter(Reporter):
    """A list of the objects of the JSON contract."""

    def __init__(self, stream: TextIO, options: ReportOptions) -> None:
        super().__init__(stream, options)
        self._any = False

    def begin(self) -> None:
        """Open the list."""
        self.stream.write("[")

    def add(self, outcome: Outcome) -> None:
        """Write one item."""
        self.stream.write(",\n" if self._any else "\n")
        self.stream.write(_dumps(outcome, self.options))
        self._any = True

    def end(self) -> None:
        """Close the list."""
        self.stream.write("\n]\n" if self._any else "]\n")


class CsvReporter(Reporter):
    """One row a document, under a header."""

    def begin(self) -> None:
        """Write the header."""
        self._write(dict(zip(self._names(), self._names(), strict=True)))

    def add(self, outcome: Outcome) -> None:
        """Write one row."""
        analysis = outcome.analysis
        self._write(
            {
                **as_object(analysis, ("id", "score", "verdict", "words", "model", "lexicon", "error")),
                "source": outcome.source,
                "record": outcome.record,
                "findings": len(analysis.findings),
                "reasons": " | ".join(analysis.reasons),
            }
        )

    def _names(self) -> tuple[str, ...]:
        return self.options.fields or CSV_FIELDS

    def _write(self, row: dict[str, object]) -> None:
        names = self._names()
        writer = csv.DictWriter(self.stream, names, extrasaction="ignore", lineterminator="\n")
        writer.writerow({name: row.get(name) for name in names})


def _dumps(outcome: Outcome, options: ReportOptions) -> str:
    return json.dumps(as_object(outcome.analysis, options.fields), ensure_ascii=False)
