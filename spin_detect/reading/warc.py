"""WARC: the pages of a web archive, through warcio and trafilatura."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from spin_detect.errors import InputError, MissingExtraError
from spin_detect.reading.charset import decode
from spin_detect.reading.documents import Document, FailedDocument, Format, ReadOptions
from spin_detect.reading.html import read_page, require_html
from spin_detect.reading.streams import DamagedError, read_limited

_HTML = ("text/html", "application/xhtml+xml")
_PLAIN = "text/plain"
_PIECE = 2**16
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read_warc(stream: io.BufferedReader, source: str, options: ReadOptions) -> Iterator[Document | FailedDocument]:
    """Yield a document for each successful HTML or plain-text response, and for each conversion record.

    Everything else (requests, images, errors of the server) is passed over, but counted in the record number. Where
    the archive is damaged, the last that comes is a `FailedDocument` with the number of the record that is not whole.
    """
    records = archive_records(stream)
    for number in count(1):
        try:
            record = next(records, None)
            if record is None:
                break
            found = _found(record, source, number, options)
            check_whole(record)
        except (DamagedError, OSError) as error:
            yield FailedDocument(f"{source}:{number}", source, number, str(error), breaks_off=True)
            return
        if found is not None:
            yield found
    if number == 1:
        raise InputError("no record found in this WARC file")


def archive_records(stream: io.BufferedReader) -> Iterator[Any]:
    """Yield the records of an archive, their HTTP heads unread. Raises `DamagedError` where it can be read no more."""
    archive_iterator, _ = require_warc()
    records = iter(archive_iterator(_AsItComes(stream), no_record_parse=True))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except (InputError, OSError):
            raise
        except Exception as error:  # Whatever a head holds that is cut short or overwritten.
            raise DamagedError(f"the WARC file is damaged here: {error}; fetch the archive again") from error
        if not record.rec_type or not isinstance(record.length, int):
            raise DamagedError("the head of the record is damaged; fetch the archive again")
        yield record


def check_whole(record: Any) -> None:
    """Read a record to its end. Raises `DamagedError` where it ends before the length in its head."""
    while record.raw_stream.read(_PIECE):
        pass
    if record.raw_stream.limit > 0:
        raise DamagedError(f"the record is cut short by {record.raw_stream.limit} bytes; fetch the archive again")


class _AsItComes:
    """A stream that gives what there is before it tells of an error, however much was asked for."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        return self._stream.read1(size)


def require_warc() -> tuple[Any, type[Exception]]:
    """Return the archive iterator of warcio and its error. Raises `MissingExtraError` where something is missing."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise MissingExtraError("reading WARC needs warcio: pip install 'spin-detect[warc,html]'") from error
    require_html()
    return ArchiveIterator, ArchiveLoadFailed


def _found(record: Any, source: str, number: int, options: ReadOptions) -> Document | FailedDocument | None:
    """Return the document in a record, or why there is none; `None` for a record that is no page."""
    if record.rec_type not in ("response", "conversion"):
        return None
    header = record.rec_headers.get_header
    url = header("WARC-Target-URI")
    id_ = (header("WARC-Record-ID") or f"{source}:{number}").strip("<>")
    try:
        if record.rec_type == "response":
            record.http_headers = _http_head(record, url)
        media, charset = _media_type(record)
        if not _is_wanted(record, media):
            return None
        metadata = {"url": url, "date": header("WARC-Date")}
        data = read_limited(record.content_stream(), options.max_document_bytes)
        if media in _HTML:
            page = read_page(data, url=url, charset=charset)
            text, warnings = page.text, page.warnings
            metadata = {**page.metadata, **metadata}
        else:
            decoded = decode(data, charset)
            text, warnings = decoded.text, decoded.warnings
    except DamagedError:
        raise
    except InputError as error:
        return FailedDocument(id_, source, number, str(error))
    metadata = {name: value for name, value in metadata.items() if value}
    return Document(id_, text, source, number, metadata, Format.WARC, warnings=warnings)


def _http_head(record: Any, url: str | None) -> Any:
    """Return the head of the answer of a server, `None` where there is none. Raises `InputError` for a broken one."""
    from warcio.recordloader import ArcWarcRecordLoader

    try:
        return ArcWarcRecordLoader().load_http_headers("response", url or "", record.raw_stream, record.length)
    except (InputError, OSError):
        raise
    except Exception as error:
        raise InputError(f"the HTTP head of the record is damaged: {type(error).__name__}: {error}") from error


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
