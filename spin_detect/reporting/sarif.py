"""SARIF 2.1.0: findings as code scanners exchange them."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from spin_detect import __version__
from spin_detect.reading.documents import Format
from spin_detect.records import Finding, Kind, Verdict
from spin_detect.reporting.fingerprints import fingerprints
from spin_detect.reporting.outcome import Outcome
from spin_detect.reporting.reporters import Reporter, ReportOptions
from spin_detect.reporting.segments import Lines
from spin_detect.reporting.wording import advice, verdict_line

FINGERPRINT = "spinDetect/v1"
"""Name of our fingerprints; the number moves when they are made of something else."""

_RULES = {
    "spin/document": ("SpunDocument", "The document as a whole went through an article spinner."),
    f"spin/{Kind.WORD}": ("SpunWord", "A word that an article spinner put in place of another."),
    f"spin/{Kind.PHRASE}": ("SpunPhrase", "A phrase that an article spinner put in place of another."),
    f"spin/{Kind.ARTEFACT}": ("Artefact", "Glued words, broken hyphens and stutters that spinners leave behind."),
    f"spin/{Kind.NAME}": ("NameVariant", "One name spelt in several ways in one text."),
    f"spin/{Kind.LITTER}": ("Litter", "Remains of a scraped page."),
}
_INDEX = {id_: number for number, id_ in enumerate(_RULES)}
_LEVELS = {Verdict.SPUN: "warning", Verdict.SUSPECT: "note", Verdict.GENUINE: "note", Verdict.UNSCORED: "note"}


class SarifReporter(Reporter):
    """One log with one run, written when the last outcome is in."""

    def __init__(self, stream: TextIO, options: ReportOptions) -> None:
        super().__init__(stream, options)
        self._results: list[dict[str, Any]] = []
        self._notifications: list[dict[str, Any]] = []
        self._versions: dict[str, str] = {}

    def add(self, outcome: Outcome) -> None:
        """Keep the results of one document."""
        analysis = outcome.analysis
        if outcome.failed:
            self._notifications.append(
                {
                    "level": "error",
                    "message": {"text": analysis.error or ""},
                    "locations": [_location(outcome, None, None)],
                }
            )
            return
        self._versions = {"model": analysis.model, "lexicon": analysis.lexicon}
        if outcome.flagged:
            self._results.append(
                _result("spin/document", "error", verdict_line(analysis), _location(outcome, None, None))
            )
        lines = Lines(analysis.text) if outcome.format is Format.TEXT else None
        prints = fingerprints(analysis.id, ((found.kind, found.text) for found in analysis.findings))
        for found, print_ in zip(analysis.findings, prints, strict=True):
            result = _result(
                f"spin/{found.kind}", _LEVELS[analysis.verdict], advice(found), _location(outcome, lines, found)
            )
            result["partialFingerprints"] = {FINGERPRINT: print_}
            result["properties"] = {"score": round(float(found.score), 4), "start": found.start, "end": found.end}
            if found.entry is not None:
                result["properties"]["entry"] = found.entry
            if lines is not None and found.suggestions:
                result["fixes"] = [_fix(outcome, lines, found)]
            self._results.append(result)

    def end(self) -> None:
        """Write the log."""
        run = {
            "tool": {
                "driver": {
                    "name": "spin-detect",
                    "version": __version__,
                    "rules": [
                        {"id": id_, "name": name, "shortDescription": {"text": text}}
                        for id_, (name, text) in _RULES.items()
                    ],
                    "properties": self._versions,
                }
            },
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n"],
            "invocations": [
                {"executionSuccessful": not self._notifications, "toolExecutionNotifications": self._notifications}
            ],
            "results": self._results,
        }
        log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
        json.dump(log, self.stream, ensure_ascii=False, indent=1)
        self.stream.write("\n")


def _result(rule: str, level: str, message: str, location: dict[str, Any]) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "ruleIndex": _INDEX[rule],
        "level": level,
        "message": {"text": message},
        "locations": [location],
    }


def _location(outcome: Outcome, lines: Lines | None, found: Finding | None) -> dict[str, Any]:
    """Return where a result stands: in the text of a text file, else at its record, with the id as logical place."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(outcome.source)}}
    if lines is not None and found is not None:
        physical["region"] = {**_region(lines, found), "snippet": {"text": found.text}}
    elif outcome.format is Format.JSONL and outcome.record is not None:
        physical["region"] = {"startLine": outcome.record}
    location: dict[str, Any] = {"physicalLocation": physical}
    if outcome.record is not None:
        location["logicalLocations"] = [{"name": outcome.analysis.id, "kind": "element"}]
    return location


def _region(lines: Lines, found: Finding) -> dict[str, int]:
    start, end = lines.position(found.start), lines.position(found.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(outcome: Outcome, lines: Lines, found: Finding) -> dict[str, Any]:
    """Return the first suggestion as a change that editors can make."""
    new = found.suggestions[0].text
    return {
        "description": {"text": f"Write “{new}”" if new else "Delete this"},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": _uri(outcome.source)},
                "replacements": [{"deletedRegion": _region(lines, found), "insertedContent": {"text": new}}],
            }
        ],
    }


def _uri(source: str) -> str:
    """Return the URI of a file: relative where the path is."""
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/~")
