"""From paths to documents: one lazy stream, in order, that no bad file stops."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from spin_detect.errors import InputError, MissingExtraError
from spin_detect.reading.charset import binary_kind, decode
from spin_detect.reading.documents import Document, FailedDocument, Format, ReadOptions
from spin_detect.reading.inputs import Input, find_inputs
from spin_detect.reading.ranges import Range, lines_in
from spin_detect.reading.streams import DamagedError, open_input, read_limited

_HEAD = 65536
_HTML_HEADS = (b"<!doctype html", b"<html")


def read_documents(
    paths: Iterable[str | Path], options: ReadOptions | None = None
) -> Iterator[Document | FailedDocument]:
    """Return the documents in `paths`, lazily and in order; what cannot be read comes as a `FailedDocument`.

    The paths are checked at once: a missing one, or a folder without text, raises `InputError` before any reading.
    """
    options = options or ReadOptions()
    check_format(options)
    inputs = find_inputs(paths, options)
    return (found for source in inputs for found in read_input(source, options))


def read_input(source: Input, options: ReadOptions, span: Range | None = None) -> Iterator[Document | FailedDocument]:
    """Yield the documents of one input; an input that breaks off ends with a `FailedDocument`.

    With `span` only a range of lines is read, and records are counted from its beginning.
    """
    number = None
    try:
        with open_input(source, options) as stream:
            for found in _read_lines(stream, source, options, span) if span else _read(stream, source, options):
                number = found.record
                yield found
    except OSError as error:
        yield _failed(source, number, f"cannot be read: {error.strerror or error}")
    except (InputError, MissingExtraError) as error:
        yield _failed(source, number, str(error))


def check_format(options: ReadOptions) -> None:
    """Raise `MissingExtraError` where the format that was asked for cannot be read on this machine."""
    if options.format is Format.HTML:
        from spin_detect.reading.html import require_html

        require_html()
    elif options.format is Format.PARQUET:
        from spin_detect.reading.parquet import require_parquet

        require_parquet()
    elif options.format is Format.WARC:
        from spin_detect.reading.warc import require_warc

        require_warc()


def _read(stream: io.BufferedReader, source: Input, options: ReadOptions) -> Iterator[Document | FailedDocument]:
    """Yield the documents of an open input, by its format."""
    head = stream.peek(_HEAD)[:_HEAD]
    format_ = _format(source, head, options)
    if format_ is Format.PARQUET:
        from spin_detect.reading.parquet import read_parquet

        yield from read_parquet(stream, source.name, options)
        return
    if format_ is Format.WARC:
        from spin_detect.reading.warc import read_warc

        yield from read_warc(stream, source.name, options)
        return
    if kind := binary_kind(head):
        raise InputError(f"this looks like {kind}, not text; extract the text first")
    if format_ is Format.JSONL:
        from spin_detect.reading.jsonl import read_jsonl

        yield from read_jsonl(stream, source.name, options)
        return
    data = read_limited(stream, options.max_document_bytes)
    yield _page(data, source) if format_ is Format.HTML else _text(data, source)


def _read_lines(
    stream: io.BufferedReader, source: Input, options: ReadOptions, span: Range
) -> Iterator[Document | FailedDocument]:
    """Yield the documents of a range of lines. Whether the file holds lines at all, its first bytes alone say.

    What they are instead is told where the first range is read; a later one of such a file has no documents.
    """
    from spin_detect.reading.jsonl import is_wide, read_jsonl

    if not span.start:
        yield from _read(lines_in(stream, span), source, options)
        return
    try:
        head = stream.peek(_HEAD)[:_HEAD]
    except DamagedError:
        return
    if not (binary_kind(head) or is_wide(head)):
        yield from read_jsonl(lines_in(stream, span), source.name, options, begun=True)


def _format(source: Input, head: bytes, options: ReadOptions) -> Format:
    """Return the format that was asked for, else that of the name, else that of the first bytes, else text."""
    if options.format is not Format.AUTO:
        return options.format
    if source.format is not None:
        return source.format
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"WARC/"):
        return Format.WARC
    if head.lstrip()[:20].lower().startswith(_HTML_HEADS):
        return Format.HTML
    if source.suffix == ".json":
        raise InputError("JSON is read line by line; pass --input-format jsonl if each line is one object")
    return Format.TEXT


def _text(data: bytes, source: Input) -> Document:
    decoded = decode(data)
    return Document(
        source.name,
        decoded.text,
        source.name,
        encoding=decoded.encoding,
        bom=decoded.bom,
        warnings=decoded.warnings,
    )


def _page(data: bytes, source: Input) -> Document:
    from spin_detect.reading.html import read_page

    page = read_page(data)
    return Document(source.name, page.text, source.name, None, page.metadata, Format.HTML, warnings=page.warnings)


def _failed(source: Input, last: int | None, error: str) -> FailedDocument:
    """Return the failure of a whole input, or of what follows its last good record."""
    record = None if last is None else last + 1
    return FailedDocument(source.name, source.name, record, error, breaks_off=True)
