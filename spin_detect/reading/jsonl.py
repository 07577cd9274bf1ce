"""JSON Lines: one record a line; a bad line fails alone."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import Any

from spin_detect.errors import InputError
from spin_detect.reading.charset import decode, without_surrogates
from spin_detect.reading.documents import Document, FailedDocument, Format, ReadOptions

_DEFAULT_ID = "id"
_SHOWN_FIELDS = 12
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_jsonl(
    stream: io.BufferedReader, source: str, options: ReadOptions, *, begun: bool = False
) -> Iterator[Document | FailedDocument]:
    """Yield a document for each line of `stream`; blank lines are passed over but counted.

    With `begun` the stream is not at the beginning of its file, where a mark would tell the encoding.
    """
    if not begun and is_wide(stream.peek(4)):
        yield FailedDocument(
            source, source, None, "JSON Lines are UTF-8; this file is UTF-16: convert it first", breaks_off=True
        )
        return
    for number, line in numbered_lines(stream, options.max_document_bytes):
        if line is None:
            error = f"the line is longer than the limit of {options.max_document_bytes:,} bytes"
            yield FailedDocument(_place(source, number), source, number, error)
        elif line.strip():
            yield _document_of_line(line, source, number, options)


def is_wide(head: bytes) -> bool:
    """Tell by its first bytes whether a file is UTF-16."""
    return head.startswith(_WIDE_MARKS)


def numbered_lines(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines of `stream` with their numbers, `None` for a line of more than `limit` bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def parse_line(line: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the object that a line holds and what had to be mended. Raises `InputError` for anything else."""
    decoded = decode(line)
    try:
        record = json.loads(decoded.text)
    except ValueError as error:
        raise InputError(f"not a line of JSON: {error}") from error
    except RecursionError as error:
        raise InputError("not a usable line of JSON: nested too deeply") from error
    if not isinstance(record, dict):
        raise InputError(f"not a JSON object but {_kind(record)}; each line must be one object")
    return record, decoded.warnings


def document_of_record(
    record: dict[str, Any],
    source: str,
    number: int,
    options: ReadOptions,
    *,
    format_: Format = Format.JSONL,
    warnings: tuple[str, ...] = (),
) -> Document | FailedDocument:
    """Return the document that a record with named fields holds, or why it holds none."""
    place = _place(source, number)
    try:
        place = _record_id(record, place, options)
        text = _record_text(record, options.text_field)
    except InputError as error:
        return FailedDocument(place, source, number, str(error))
    text, mended = without_surrogates(text)
    return Document(place, text, source, number, record, format_, warnings=(*warnings, *mended))


def _document_of_line(line: bytes, source: str, number: int, options: ReadOptions) -> Document | FailedDocument:
    try:
        record, warnings = parse_line(line)
    except InputError as error:
        return FailedDocument(_place(source, number), source, number, str(error))
    return document_of_record(record, source, number, options, warnings=warnings)


def _record_id(record: dict[str, Any], place: str, options: ReadOptions) -> str:
    """Return the id that a record gives, `place` where it gives none and none was asked for."""
    value = record.get(options.id_field or _DEFAULT_ID)
    if isinstance(value, str) and value:
        return without_surrogates(value)[0]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if options.id_field is not None:
        raise InputError(f"no id in field {options.id_field!r}; {_there_is(record)} (see --id-field)")
    return place


def _record_text(record: dict[str, Any], name: str) -> str:
    """Return the text of a record. Raises `InputError` where there is none."""
    if name not in record:
        raise InputError(f"no field {name!r}; {_there_is(record)} (see --text-field)")
    text = record[name]
    if not isinstance(text, str):
        raise InputError(f"field {name!r} holds {_kind(text)}, not text")
    if not text.strip():
        raise InputError(f"field {name!r} is empty")
    return text


def _there_is(record: dict[str, Any]) -> str:
    names = [without_surrogates(name)[0] for name in list(record)[:_SHOWN_FIELDS]]
    more = ", …" if len(record) > _SHOWN_FIELDS else ""
    return f"the record has {', '.join(names)}{more}" if names else "the record is empty"


def _kind(value: Any) -> str:
    """Return what a JSON value is, in words."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number" if isinstance(value, (int, float)) else type(value).__name__)


def _place(source: str, number: int) -> str:
    return f"{source}:{number}"
