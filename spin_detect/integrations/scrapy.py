"""Scrapy: an item pipeline that scores the text of items, and an addon that puts it in place.

ADDONS = {"spin_detect.integrations.scrapy.SpinAddon": 500}
SPIN_MODE = "drop"
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from spin_detect.config import Settings
from spin_detect.errors import ConfigError
from spin_detect.filtering.judgement import Decision, decide, explanation, spin_fields
from spin_detect.integrations.scoring import analyses, missing
from spin_detect.records import Analysis, Verdict

try:
    from itemadapter import ItemAdapter
    from scrapy.exceptions import DropItem, NotConfigured
except ImportError as _error:
    _MISSING: ImportError | None = _error
else:
    _MISSING = None

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

_ORDER = 300
_logger = logging.getLogger(__name__)


class Mode(StrEnum):
    """What the pipeline does with items."""

    ANNOTATE = "annotate"
    """Keep all, with score, verdict, findings and restored text."""
    DROP = "drop"
    """Drop spun ones, with the score in the message; give the others score and verdict."""
    TAG = "tag"
    """Keep all, with score and verdict."""


@dataclass(frozen=True, slots=True)
class SpinOptions:
    """The settings `SPIN_MODE`, `SPIN_TEXT_FIELD`, `SPIN_THRESHOLD` and `SPIN_MIN_WORDS`."""

    mode: Mode = Mode.ANNOTATE
    text_field: str = "text"
    settings: Settings = field(default_factory=Settings)

    @classmethod
    def of(cls, settings: BaseSettings) -> SpinOptions:
        """Return what the settings of a project ask for. Raises `ConfigError` for a value that cannot be."""
        mode = settings.get("SPIN_MODE", Mode.ANNOTATE)
        if mode not in list(Mode):
            raise ConfigError(f"SPIN_MODE must be one of {', '.join(Mode)}, not {mode!r}")
        threshold = settings.get("SPIN_THRESHOLD")
        judgement = Settings(
            threshold=None if threshold is None else float(threshold),
            min_words=settings.getint("SPIN_MIN_WORDS", Settings().min_words),
        )
        return cls(Mode(mode), settings.get("SPIN_TEXT_FIELD", "text"), judgement)


class SpinPipeline:
    """Scores the text field of each item. An item without text, or of a type without our fields, goes on unharmed."""

    def __init__(self, options: SpinOptions, stats: Any) -> None:
        if _MISSING is not None:
            raise missing("scrapy", "scrapy", _MISSING)
        self.options = options
        self.stats = stats
        self._told: set[type] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SpinPipeline:
        """Make the pipeline from the settings of a crawler; `SPIN_ENABLED = False` switches it off."""
        if _MISSING is None and not crawler.settings.getbool("SPIN_ENABLED", True):
            raise NotConfigured("SPIN_ENABLED is false")
        return cls(SpinOptions.of(crawler.settings), crawler.stats)

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """Return the item with our fields; raise `DropItem` for a spun one in the mode drop."""
        adapter = ItemAdapter(item)
        text = adapter.get(self.options.text_field)
        analysis = self._analysis(text) if isinstance(text, str) else None
        if analysis is None:
            self.stats.inc_value("spin/errors")
            return item
        self.stats.inc_value("spin/unscored" if analysis.verdict is Verdict.UNSCORED else "spin/scored")
        if analysis.verdict is Verdict.SUSPECT:
            self.stats.inc_value("spin/suspect")
        decision = decide(analysis, self.options.settings)
        if self.options.mode is Mode.DROP and not decision:
            self._drop(analysis, decision)
        self._annotate(adapter, spin_fields(analysis, findings=self.options.mode is Mode.ANNOTATE))
        return item

    def _analysis(self, text: str) -> Analysis | None:
        started = time.perf_counter()
        (analysis,) = analyses([text], self.options.settings)
        self.stats.inc_value("spin/seconds", time.perf_counter() - started, 0.0)
        return analysis

    def _drop(self, analysis: Analysis, decision: Decision) -> None:
        self.stats.inc_value("spin/dropped")
        raise DropItem(f"score {analysis.score:.2f}, {explanation(analysis, decision)}")

    def _annotate(self, adapter: Any, fields: dict[str, Any]) -> None:
        for name, value in fields.items():
            try:
                adapter[name] = value
            except KeyError:  # Items, dataclasses and attrs take only the fields that they declare.
                self._tell_once(type(adapter.item), name)

    def _tell_once(self, kind: type, name: str) -> None:
        self.stats.inc_value("spin/undeclared_fields")
        if kind not in self._told:
            self._told.add(kind)
            _logger.warning("%s has no field %r; declare it to have it filled", kind.__name__, name)


class SpinAddon:
    """Puts `SpinPipeline` among the item pipelines of a project, unless it is there already or switched off."""

    def __init__(self) -> None:
        if _MISSING is not None:
            raise missing("scrapy", "scrapy", _MISSING)

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the pipeline."""
        settings.setdefault_in_component_priority_dict("ITEM_PIPELINES", SpinPipeline, _ORDER)
