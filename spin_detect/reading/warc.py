"""WARC: the pages of a web archive, through warcio and trafilatura."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from spin_detect.errors import InputError, MissingExtraError
from spin_detect.reading.charset import decode
from spin_detect.reading.documents import Document, FailedDocument, Format, ReadOptions
from spin_detect.reading.html import read_page, require_html
from spin_detect.reading.streams import read_limited

_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = "text/plain"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read_warc(stream: io.BufferedReader, source: str, options: ReadOptions) -> Iterator[Document | FailedDocument]:
    """Yield a document for each successful HTML or plain-text response, and for each conversion record.

    Everything else (requests, images, errors of the server) is passed over, but counted in the record number.
    """
    archive_iterator, load_failed = require_warc()
    number = 0
    try:
        for record in archive_iterator(stream):
            number += 1
            if not record.rec_type:
                yield FailedDocument(f"{source}:{number}", source, number, "the head of the record is damaged")
                continue
            media, charset = _media_type(record)
            if _is_wanted(record, media):
                yield _document(record, media, charset, source, number, options)
    except load_failed as error:
        raise InputError(f"the WARC file is damaged after record {number}: {error}") from error
    if number == 0:
        raise InputError("no record found in this WARC file")


def require_warc() -> tuple[Any, type[Exception]]:
    """Return the archive iterator of warcio and its error. Raises `MissingExtraError` where something is missing."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise MissingExtraError("reading WARC needs warcio: pip install 'spin-detect[warc,html]'") from error
    require_html()
    return ArchiveIterator, ArchiveLoadFailed


def _media_type(record: Any) -> tuple[str, str | None]:
    """Return the media type and the charset of what a record holds."""
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    value = (headers.get_header("Content-Type") if headers is not None else None) or ""
    charset = _CHARSET.search(value)
    return value.partition(";")[0].strip().lower(), charset[1] if charset else None


def _is_wanted(record: Any, media: str) -> bool:
    if record.rec_type == "conversion":
        return media in ("", _PLAIN)
    if record.rec_type != "response" or record.http_headers is None:
        return False
    return str(record.http_headers.get_statuscode()).startswith("2") and media in (*_HTML, _PLAIN)


def _document(
    record: Any, media: str, charset: str | None, source: str, number: int, options: ReadOptions
) -> Document | FailedDocument:
    """Return the document in a record, or why there is none."""
    header = record.rec_headers.get_header
    url = header("WARC-Target-URI")
    id_ = (header("WARC-Record-ID") or f"{source}:{number}").strip("<>")
    metadata = {"url": url, "date": header("WARC-Date")}
    try:
        data = read_limited(record.content_stream(), options.max_document_bytes)
        if record.raw_stream.limit > 0:
            raise InputError(f"the record is cut short by {record.raw_stream.limit} bytes; fetch the archive again")
        if media in _HTML:
            page = read_page(data, url=url, charset=charset)
            text, warnings = page.text, page.warnings
            metadata = {**page.metadata, **metadata}
        else:
            decoded = decode(data, charset)
            text, warnings = decoded.text, decoded.warnings
    except InputError as error:
        return FailedDocument(id_, source, number, str(error))
    metadata = {name: value for name, value in metadata.items() if value}
    return Document(id_, text, source, number, metadata, Format.WARC, warnings=warnings)
