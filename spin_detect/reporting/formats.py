"""The formats of a report, and the reporter of each; a format is imported when it is asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import TextIO

from spin_detect.errors import ConfigError
from spin_detect.reporting.json_object import FIELDS, parse_fields
from spin_detect.reporting.reporters import (
    CSV_FIELDS,
    CsvReporter,
    JsonLinesReporter,
    JsonReporter,
    Reporter,
    ReportOptions,
)


class OutputFormat(StrEnum):
    """What `score` writes."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    SARIF = "sarif"
    GITHUB = "github"


_KNOWN_FIELDS = {OutputFormat.JSON: FIELDS, OutputFormat.JSONL: FIELDS, OutputFormat.CSV: CSV_FIELDS}


def fields_of(format_: OutputFormat, value: str | None) -> tuple[str, ...] | None:
    """Return the fields that `--fields` names for `format_`. Raises `ConfigError` where it has none of them."""
    if value is None:
        return None
    known = _KNOWN_FIELDS.get(format_)
    if known is None:
        raise ConfigError(f"--fields goes with --format json, jsonl or csv, not with {format_}")
    return parse_fields(value, known)


def make_reporter(format_: OutputFormat, stream: TextIO, options: ReportOptions) -> Reporter:
    """Return the reporter that writes `format_` to `stream`."""
    if format_ is OutputFormat.TABLE:
        from spin_detect.reporting.table import TableReporter

        return TableReporter(stream, options)
    if format_ is OutputFormat.SARIF:
        from spin_detect.reporting.sarif import SarifReporter

        return SarifReporter(stream, options)
    if format_ is OutputFormat.GITHUB:
        from spin_detect.reporting.github import GithubReporter

        return GithubReporter(stream, options)
    simple = {OutputFormat.JSON: JsonReporter, OutputFormat.JSONL: JsonLinesReporter, OutputFormat.CSV: CsvReporter}
    return simple[format_](stream, options)
