"""JSON Lines: the records as they came, with our fields behind their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spin_detect.filtering.sinks.sink import Sink

if TYPE_CHECKING:
    from spin_detect.filtering.treatment import Treated


class JsonlSink(Sink):
    """Writes one line a record."""

    def add(self, treated: Treated) -> None:
        """Write a record."""
        output = self.kept if treated.decision else self.dropped
        output.write_line(as_record(treated, self.options.read.text_field))

    def finish(self) -> None:
        """Leave a file of kept records even if there are none: the next step of a pipeline looks for it."""
        _ = self.kept.file


def as_record(treated: Treated, text_field: str) -> dict[str, Any]:
    """Return the record of a document with its text, where that has changed, and our fields."""
    record = treated.document.metadata
    if treated.text is not None:
        record = {**record, text_field: treated.text}
    return {**record, **treated.fields}
