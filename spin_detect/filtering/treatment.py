"""What is written of a document: its fields, and its text where that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spin_detect.filtering.judgement import ORIGINAL, REASON, Decision, decide, explanation, spin_fields
from spin_detect.filtering.options import FilterOptions, Mode
from spin_detect.reading import Document
from spin_detect.records import Analysis, Kind, Verdict


@dataclass(frozen=True, slots=True)
class Treated:
    """A document with what was decided. `text` is its new text, `None` where it stays as it was written."""

    document: Document
    analysis: Analysis
    decision: Decision
    fields: dict[str, Any]
    text: str | None = None


def treat(document: Document, analysis: Analysis, options: FilterOptions) -> Treated:
    """Return what becomes of a document in a bulk run."""
    judged = decide(analysis, options.settings)
    decision = judged if options.mode is Mode.DROP else Decision(True, judged.reason)
    fields = spin_fields(analysis, findings=options.with_findings)
    if not decision:
        fields[REASON] = explanation(analysis, decision)
        return Treated(document, analysis, decision, fields)
    text = _new_text(document.text, analysis, options)
    if text == document.text:
        return Treated(document, analysis, decision, fields)
    if options.mode is Mode.RESTORE and analysis.verdict is Verdict.SPUN:
        fields[ORIGINAL] = document.text
    return Treated(document, analysis, decision, fields, text)


def _new_text(text: str, analysis: Analysis, options: FilterOptions) -> str:
    # Only what is spun is restored: healthy text is left alone.
    if options.mode is Mode.RESTORE and analysis.verdict is Verdict.SPUN:
        text = analysis.restored
    return without_litter(text) if options.dedupe_litter else text


def without_litter(text: str) -> str:
    """Return `text` without scraper litter such as `[ad_1]`, sharing buttons and comment forms."""
    from spin_detect.artefacts import find_artefacts
    from spin_detect.restoration import apply_plan, make_plan

    litter = [found for found in find_artefacts(text) if found.kind is Kind.LITTER]
    return apply_plan(text, make_plan(text, litter, 0.0))
