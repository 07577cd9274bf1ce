"""datatrove: a filter that drops spun documents, with reasons, statistics and an exclusion writer.

pipeline = [JsonlReader(source), SpinFilter(exclusion_writer=JsonlWriter(dropped)), JsonlWriter(kept)]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spin_detect.config import Settings
from spin_detect.filtering.judgement import decide, spin_fields
from spin_detect.integrations.scoring import analyses, missing
from spin_detect.records import Analysis, Verdict

try:
    from datatrove.pipeline.filters.base_filter import BaseFilter
except ImportError as _error:
    _MISSING: ImportError | None = _error
    BaseFilter = object
else:
    _MISSING = None

if TYPE_CHECKING:
    from datatrove.data import Document
    from datatrove.pipeline.writers.disk_base import DiskWriter

_BATCH = 64


class SpinFilter(BaseFilter):  # type: ignore[misc]
    """Drops spun documents with the reason `spun`; gives all others `spin_score` and `spin_verdict` as metadata.

    With `annotate` they carry findings and restored text too, with `drop=False` spun documents stay. What cannot be
    scored stays, and is counted.
    """

    name = "🌀 Spin"

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        drop: bool = True,
        annotate: bool = False,
        exclusion_writer: DiskWriter | None = None,
        batch_size: int = _BATCH,
    ) -> None:
        if _MISSING is not None:
            raise missing("datatrove", "datatrove", _MISSING)
        super().__init__(exclusion_writer, batch_size)
        self.settings = settings or Settings()
        self.drop = drop
        self.annotate = annotate

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Return whether to keep a document, or that it goes and why."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Document]) -> list[bool | tuple[bool, str]]:
        """Return the same for each document of a batch."""
        found = analyses([doc.text for doc in batch], self.settings)
        return [self._result(doc, analysis) for doc, analysis in zip(batch, found, strict=True)]

    def _result(self, doc: Document, analysis: Analysis | None) -> bool | tuple[bool, str]:
        if analysis is None:
            self.stat_update("spin_errors")
            return True
        metadata: dict[str, Any] = doc.metadata
        metadata.update(spin_fields(analysis, findings=self.annotate))
        if analysis.verdict in (Verdict.SUSPECT, Verdict.UNSCORED):
            self.stat_update(str(analysis.verdict))
        decision = decide(analysis, self.settings)
        return True if decision or not self.drop else (False, decision.reason)
