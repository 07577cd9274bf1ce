"""The records that travel through the tool: what was found in a text, and what was made of it.

Everything here is frozen and free of spaCy. Offsets count Unicode code points of the caller's own text, half open, so
that `text[finding.start:finding.end] == finding.text` always holds. Scores are probabilities between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA = 1
"""Number of the JSON schema; moves when a field changes its meaning or goes away."""


class Verdict(StrEnum):
    """What is said of a whole text."""

    SPUN = "spun"
    SUSPECT = "suspect"
    GENUINE = "genuine"
    UNSCORED = "unscored"


class Kind(StrEnum):
    """What sort of place a finding marks."""

    WORD = "word"
    PHRASE = "phrase"
    ARTEFACT = "artefact"
    NAME = "name"
    LITTER = "litter"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A possible original for a finding, as it would be written there (capitals and inflection carried over)."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One place judged to be spun, `text[start:end]` of the caller's own text.

    `score` is the probability that the place was changed by a spinner; `suggestions` are best first, their scores the
    probability that the suggestion is what stood there, and empty where the place is spun but its original is unknown.
    An empty suggestion text means that the place should go (litter, a stutter). `entry` is the id of what fired:
    a lexicon entry ("news:irruption") or a rule for damage ("artefact:glued-name"); `None` where only the context
    speaks. `reason` is one plain sentence for people.
    """

    start: int
    end: int
    text: str
    kind: Kind
    score: float
    suggestions: tuple[Suggestion, ...] = ()
    entry: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One edit of a plan: `text[start:end]`, which reads `old`, becomes `new`."""

    start: int
    end: int
    old: str
    new: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """One sentence `text[start:end]`, the probability that it holds spin, and its restored wording."""

    start: int
    end: int
    score: float
    restored: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is said of one text. `text` is the caller's own; `plan` turns it into `restored`.

    `score` is the calibrated probability that the text was spun, `None` for a text that cannot be scored (`reasons` say
    why, or `error` where it could not even be read).
    """

    text: str
    score: float | None
    verdict: Verdict
    words: int
    reasons: tuple[str, ...] = ()
    sentences: tuple[SentenceScore, ...] = ()
    findings: tuple[Finding, ...] = ()
    plan: tuple[Step, ...] = ()
    restored: str = ""
    model: str = ""
    lexicon: str = ""
    id: str = ""
    error: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
