"""What a bulk run does with the documents that it reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from spin_detect.config import Settings
from spin_detect.reading import ReadOptions


class Mode(StrEnum):
    """What becomes of spun documents."""

    DROP = "drop"
    """They are set aside."""
    ANNOTATE = "annotate"
    """They are kept, with their findings."""
    RESTORE = "restore"
    """They are kept, with their text restored."""


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """Settings of the judgement, how inputs are read, and what is written.

    `annotate` adds findings and restored text to what is written; `dedupe_litter` takes scraper litter out of the texts
    that are kept, so that two copies of a page no longer differ by it.
    """

    settings: Settings = field(default_factory=Settings)
    read: ReadOptions = field(default_factory=ReadOptions)
    mode: Mode = Mode.DROP
    annotate: bool = False
    dedupe_litter: bool = False

    @property
    def with_findings(self) -> bool:
        """Whether findings and restored text are written."""
        return self.annotate or self.mode is Mode.ANNOTATE

    def as_json(self) -> dict[str, Any]:
        """Return the options as plain JSON values: equal ones give equal output."""
        record = asdict(self)
        settings = record["settings"]
        settings["lexicon"] = str(settings["lexicon"]) if settings["lexicon"] else None
        settings["allowed"], settings["disabled_entries"] = (
            list(self.settings.allowed),
            list(self.settings.disabled_entries),
        )
        return record
