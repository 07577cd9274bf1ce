"""Find, explain and undo article spinning.

    >>> import spin_detect
    >>> analysis = spin_detect.analyze(text)
    >>> analysis.verdict, analysis.score, analysis.restored

Nothing heavy is imported until a text is analysed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spin_detect.config import Settings
from spin_detect.errors import SpinDetectError
from spin_detect.records import Analysis, Finding, Kind, SentenceScore, Step, Suggestion, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Finding",
    "Kind",
    "SentenceScore",
    "Settings",
    "SpinDetectError",
    "Step",
    "Suggestion",
    "Verdict",
    "analyze",
    "analyze_many",
    "apply_plan",
]


def analyze(text: str, settings: Settings | None = None) -> Analysis:
    """Return verdict, score, findings, sentences and restored wording of one text."""
    from spin_detect import pipeline

    return pipeline.analyze(text, settings)


def analyze_many(texts: Iterable[str], settings: Settings | None = None, *, batch_size: int = 64) -> Iterator[Analysis]:
    """Yield the analysis of each text, in order; texts are taken from the iterable as they are needed."""
    from spin_detect import pipeline

    return pipeline.analyze_many(texts, settings, batch_size=batch_size)


def apply_plan(text: str, plan: Iterable[Step]) -> str:
    """Return `text` with the steps of `plan` carried out; raises `PlanError` if the plan is of another text."""
    from spin_detect import restoration

    return restoration.apply_plan(text, plan)
