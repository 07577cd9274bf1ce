"""Parquet: one document a row, through pyarrow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from spin_detect.errors import InputError, MissingExtraError
from spin_detect.reading.charset import decode
from spin_detect.reading.documents import Document, FailedDocument, Format, ReadOptions
from spin_detect.reading.jsonl import document_of_record
from spin_detect.reading.streams import read_limited

_ROWS = 64  # Rows held at once: enough to fill a batch, few enough for long texts.


def read_parquet(stream: io.BufferedReader, source: str, options: ReadOptions) -> Iterator[Document | FailedDocument]:
    """Yield a document for each row; raises `InputError` for a file that is damaged or lacks the column."""
    pyarrow, parquet = require_parquet()
    file: BinaryIO = stream
    if not stream.seekable():
        file = io.BytesIO(read_limited(stream, 8 * options.max_document_bytes))
    try:
        table = parquet.ParquetFile(file)
        _check_columns(table.schema_arrow.names, options)
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS):
            for record in batch.to_pylist():
                number += 1
                yield _document(record, source, number, options)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(f"the Parquet file is damaged or of an unknown kind: {error}") from error


def require_parquet() -> tuple[Any, Any]:
    """Return pyarrow and its Parquet module. Raises `MissingExtraError` where they are not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("reading Parquet needs pyarrow: pip install 'spin-detect[parquet]'") from error
    return pyarrow, pyarrow.parquet


def _check_columns(names: list[str], options: ReadOptions) -> None:
    for name, option in ((options.text_field, "--text-field"), (options.id_field, "--id-field")):
        if name is not None and name not in names:
            raise InputError(f"no column {name!r}; there are {', '.join(names)} (see {option})")


def _document(record: dict[str, Any], source: str, number: int, options: ReadOptions) -> Document | FailedDocument:
    text = record[options.text_field]
    warnings: tuple[str, ...] = ()
    if isinstance(text, bytes):
        decoded = decode(text)
        record[options.text_field], warnings = decoded.text, decoded.warnings
    return document_of_record(record, source, number, options, format_=Format.PARQUET, warnings=warnings)
