"""GitHub workflow commands: annotations beside the lines of a pull request."""

from __future__ import annotations

from spin_detect.reading.documents import Format
from spin_detect.records import Finding, Verdict
from spin_detect.reporting.outcome import Outcome
from spin_detect.reporting.reporters import Reporter
from spin_detect.reporting.segments import Lines
from spin_detect.reporting.wording import advice, verdict_line


class GithubReporter(Reporter):
    """An error for each spun document and one for each that failed, warnings and notices for findings."""

    def add(self, outcome: Outcome) -> None:
        """Write the annotations of one document; genuine ones have none."""
        analysis = outcome.analysis
        place: dict[str, object] = {"file": outcome.source}
        if outcome.record is not None and outcome.format is Format.JSONL:
            place["line"] = outcome.record
        if outcome.failed:
            self._write("error", {**place, "title": "spin/failed"}, analysis.error or "")
        if outcome.flagged:
            self._write("error", {**place, "title": "spin/document"}, verdict_line(analysis))
        if outcome.known or analysis.verdict not in (Verdict.SPUN, Verdict.SUSPECT):
            return
        level = "warning" if analysis.verdict is Verdict.SPUN else "notice"
        lines = Lines(analysis.text)
        for found in analysis.findings:
            here = {**place, **(_region(lines, found) if outcome.format is Format.TEXT else {})}
            self._write(level, {**here, "title": f"spin/{found.kind}"}, advice(found))

    def _write(self, level: str, properties: dict[str, object], message: str) -> None:
        listed = ",".join(f"{name}={_escaped_property(str(value))}" for name, value in properties.items())
        self.stream.write(f"::{level} {listed}::{_escaped(message)}\n")


def _region(lines: Lines, found: Finding) -> dict[str, object]:
    """Return the properties that say where a finding stands; columns only where it stays on one line."""
    start, end = lines.position(found.start), lines.position(found.end)
    if start.line != end.line:
        return {"line": start.line, "endLine": end.line}
    return {"line": start.line, "col": start.column, "endColumn": end.column}


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(value: str) -> str:
    return _escaped(value).replace(":", "%3A").replace(",", "%2C")
