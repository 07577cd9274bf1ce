"""Reporting: outcomes become a table, JSON, SARIF, annotations or a page."""

from spin_detect.reporting.baseline import Baseline, load_baseline
from spin_detect.reporting.formats import OutputFormat, fields_of, make_reporter
from spin_detect.reporting.json_object import as_object
from spin_detect.reporting.outcome import Outcome, failure, scored
from spin_detect.reporting.reporters import Reporter, ReportOptions

__all__ = [
    "Baseline",
    "Outcome",
    "OutputFormat",
    "ReportOptions",
    "Reporter",
    "as_object",
    "failure",
    "fields_of",
    "load_baseline",
    "make_reporter",
    "scored",
]
