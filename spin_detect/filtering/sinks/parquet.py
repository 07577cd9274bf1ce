"""Parquet: rows keep their columns and types; ours stand behind them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from spin_detect.errors import InputError
from spin_detect.filtering.judgement import FINDINGS, ORIGINAL, REASON, RESTORED, SCORE, VERDICT
from spin_detect.filtering.options import Mode
from spin_detect.filtering.sinks.sink import Sink
from spin_detect.reading import FailedDocument
from spin_detect.reading.parquet import require_parquet
from spin_detect.reading.streams import open_input, read_limited

if TYPE_CHECKING:
    from spin_detect.filtering.folder import RunFolder
    from spin_detect.filtering.options import FilterOptions
    from spin_detect.filtering.outputs import LazyOutput
    from spin_detect.filtering.planning import Shard
    from spin_detect.filtering.treatment import Treated
    from spin_detect.reading import Document

_READ = 64  # Rows read at once, as many as the reader reads: where the file is damaged both stop at the same row.
_GROUP = 1024  # Rows in a row group of the output.


class ParquetSink(Sink):
    """Reads the rows once more, as Arrow has them, and writes those whose outcome it is given, in step."""

    def __init__(self, shard: Shard, folder: RunFolder, options: FilterOptions, stack: ExitStack) -> None:
        super().__init__(shard, folder, options, stack)
        self._arrow, self._parquet = require_parquet()
        self._file: Any = None
        self._batches: Iterator[Any] = iter(())
        self._batch: Any = None
        self._rows: list[Treated | None] = []
        self._kept_rows: _Rows | None = None
        self._dropped_rows: _Rows | None = None

    def add(self, treated: Treated) -> None:
        """Take the outcome of the next row."""
        self._put(treated)

    def skip(self, document: Document | FailedDocument) -> None:
        """Pass over the next row."""
        if not (isinstance(document, FailedDocument) and document.breaks_off):
            self._put(None)

    def finish(self) -> None:
        """Write the last rows."""
        if self._file is None and not self._open():
            return
        self._flush()
        self._writer(keep=True).close()
        if self._dropped_rows is not None:
            self._dropped_rows.close()

    def _put(self, treated: Treated | None) -> None:
        if self._file is None:
            self._open()
        if self._batch is None or len(self._rows) == self._batch.num_rows:
            self._flush()
            self._batch = next(self._batches)
        self._rows.append(treated)

    def _open(self) -> bool:
        """Open the input; say whether it is a Parquet file at all. That it is not, the reader has told."""
        try:
            stream: Any = self.stack.enter_context(open_input(self.shard.inputs[0], self.options.read))
            if not stream.seekable():
                stream = io.BytesIO(read_limited(stream, 8 * self.options.read.max_document_bytes))
            self._file = self._parquet.ParquetFile(stream)
        except (self._arrow.ArrowException, OSError, InputError):
            return False
        if self.options.read.text_field not in self._file.schema_arrow.names:
            self._file = None
            return False
        self._batches = self._file.iter_batches(batch_size=_READ)
        return True

    def _flush(self) -> None:
        """Write the rows of the current batch whose outcome is known."""
        for keep in (True, False):
            places = [n for n, row in enumerate(self._rows) if row is not None and bool(row.decision) is keep]
            if places:
                rows = [row for row in self._rows if row is not None and bool(row.decision) is keep]
                self._writer(keep=keep).add(self._batch.take(self._arrow.array(places)), rows)
        self._rows = []

    def _writer(self, *, keep: bool) -> _Rows:
        if keep:
            self._kept_rows = self._kept_rows or self._new_rows(self.kept, keep=True)
            return self._kept_rows
        self._dropped_rows = self._dropped_rows or self._new_rows(self.dropped, keep=False)
        return self._dropped_rows

    def _new_rows(self, output: LazyOutput, *, keep: bool) -> _Rows:
        types = _column_types(self._arrow, self.options, keep=keep)
        return _Rows(self._arrow, self._parquet, output, self._file, types, self.options.read.text_field)


class _Rows:
    """One Parquet file being written."""

    def __init__(
        self, arrow: Any, parquet: Any, output: LazyOutput, source: Any, types: dict[str, Any], text_field: str
    ) -> None:
        self._arrow = arrow
        self._types = types
        self._text_field = text_field
        schema = source.schema_arrow
        for name, kind in types.items():
            place = schema.get_field_index(name)
            field = arrow.field(name, kind)
            schema = schema.append(field) if place < 0 else schema.set(place, field)
        self._schema = schema
        self._writer = parquet.ParquetWriter(output.file, schema, compression=_codec(source))
        self._waiting: list[Any] = []

    def add(self, batch: Any, rows: list[Treated]) -> None:
        """Write the rows of `batch` with their new text and our columns."""
        columns = {name: batch.column(name) for name in batch.schema.names}
        if any(row.text is not None for row in rows):
            columns[self._text_field] = self._new_texts(columns[self._text_field], rows)
        for name, kind in self._types.items():
            columns[name] = self._arrow.array([row.fields.get(name) for row in rows], kind)
        arrays = [columns[name] for name in self._schema.names]
        self._waiting.append(self._arrow.RecordBatch.from_arrays(arrays, schema=self._schema))
        if sum(part.num_rows for part in self._waiting) >= _GROUP:
            self._write()

    def close(self) -> None:
        """Write the rest and the end of the file."""
        self._write()
        self._writer.close()

    def _new_texts(self, column: Any, rows: list[Treated]) -> Any:
        texts = [row.document.text if row.text is None else row.text for row in rows]
        return self._arrow.array(texts, self._arrow.string()).cast(column.type)

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(self._arrow.Table.from_batches(self._waiting).combine_chunks())
            self._waiting = []


def _column_types(arrow: Any, options: FilterOptions, *, keep: bool) -> dict[str, Any]:
    """Return the Arrow types of the columns that are added."""
    types = {SCORE: arrow.float64(), VERDICT: arrow.string()}
    if options.with_findings:
        types |= {FINDINGS: _findings_type(arrow), RESTORED: arrow.string()}
    if not keep:
        types[REASON] = arrow.string()
    elif options.mode is Mode.RESTORE:
        types[ORIGINAL] = arrow.string()
    return types


def _findings_type(arrow: Any) -> Any:
    text, number, score = arrow.string(), arrow.int32(), arrow.float64()
    suggestion = arrow.struct({"text": text, "score": score})
    fields = {"start": number, "end": number, "text": text, "kind": text, "score": score}
    return arrow.list_(arrow.struct({**fields, "suggestions": arrow.list_(suggestion), "entry": text, "reason": text}))


def _codec(source: Any) -> str:
    """Return the compression of the input, for the output."""
    if not source.metadata.num_row_groups or not source.metadata.num_columns:
        return "SNAPPY"
    codec = source.metadata.row_group(0).column(0).compression
    return "NONE" if codec == "UNCOMPRESSED" else codec
