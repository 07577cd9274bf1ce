"""The HTML report: one page that needs nothing but itself, without scripts, everything in it escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TextIO

from spin_detect import __version__
from spin_detect.records import Finding, Verdict
from spin_detect.reporting.outcome import Outcome
from spin_detect.reporting.segments import marked, rewritten
from spin_detect.reporting.wording import advice, counted

_TEMPLATE = "report.html"
_OPEN = 3  # Documents that are unfolded at the start: enough to see what a report is, no wall of text.


@dataclass(frozen=True, slots=True)
class _Mark:
    """What the page tells of a finding."""

    advice: str
    kind: str
    score: str
    entry: str | None
    suggestions: tuple[dict[str, str], ...]


def write_html(outcomes: Iterable[Outcome], stream: TextIO) -> None:
    """Write the report on `outcomes` as one HTML page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("spin_detect.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    kept = list(outcomes)
    versions = next((outcome.analysis for outcome in kept if outcome.analysis.model), None)
    page = environment.get_template(_TEMPLATE).generate(
        version=__version__,
        model=versions.model if versions else "",
        lexicon=versions.lexicon if versions else "",
        counts=_counts(kept),
        pages=_pages(kept),
    )
    stream.writelines(page)
    stream.write("\n")


def _counts(outcomes: list[Outcome]) -> dict[str, Any]:
    """Return the number of documents and of each verdict, in words."""
    numbers = Counter(_verdict(outcome) for outcome in outcomes)
    parts = [f"{numbers[name]} {name}" for name in (*Verdict, "failed") if numbers[name]]
    return {"total": counted(len(outcomes), "document"), "parts": parts}


def _pages(outcomes: list[Outcome]) -> list[dict[str, Any]]:
    spun = [number for number, outcome in enumerate(outcomes) if outcome.analysis.verdict is Verdict.SPUN]
    opened = set(spun[:_OPEN]) if len(outcomes) > 1 else {0}
    return [_page(outcome, is_open=number in opened) for number, outcome in enumerate(outcomes)]


def _page(outcome: Outcome, *, is_open: bool) -> dict[str, Any]:
    """Return what the template shows of one document."""
    analysis = outcome.analysis
    text = analysis.text
    return {
        "id": analysis.id,
        "verdict": _verdict(outcome),
        "score": "" if analysis.score is None else f"{analysis.score:.2f}",
        "words": f"{analysis.words:,}",
        "findings": len(analysis.findings),
        "size": f"{counted(analysis.words, 'word')}, {counted(len(analysis.findings), 'finding')}",
        "reasons": analysis.reasons,
        "error": analysis.error,
        "open": is_open,
        "text": [(piece, found and _mark(found)) for piece, found in marked(text, 0, len(text), analysis.findings)],
        "restored": list(rewritten(text, 0, len(text), analysis.plan)),
    }


def _verdict(outcome: Outcome) -> str:
    return "failed" if outcome.failed else str(outcome.analysis.verdict)


def _mark(found: Finding) -> _Mark:
    suggestions = tuple({"text": other.text, "score": f"{other.score:.2f}"} for other in found.suggestions)
    return _Mark(advice(found), str(found.kind), f"{found.score:.2f}", found.entry, suggestions)
