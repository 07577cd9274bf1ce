"""HTML: the main text of a page and what it says of itself, through trafilatura."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from spin_detect.errors import InputError, MissingExtraError
from spin_detect.reading.charset import declared_charset, decode, without_surrogates

_METADATA = ("title", "author", "url", "hostname", "date", "sitename")
_CHATTY = ("trafilatura", "htmldate", "courlan", "justext")


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of an HTML page, its metadata, and what had to be mended."""

    text: str
    metadata: dict[str, Any]
    warnings: tuple[str, ...]


def read_page(data: bytes, *, url: str | None = None, charset: str | None = None) -> Page:
    """Return the main text of the page `data`. Raises `InputError` where there is none.

    Navigation, comments and other boilerplate never count as text. `charset` is what the server declared.
    """
    decoded = decode(data, charset or declared_charset(data))
    extract = _extractor()
    try:
        found = extract(decoded.text, url=url, with_metadata=True, include_comments=False)
    except Exception as error:  # Broken markup makes the parsers raise all sorts of things.
        raise InputError(f"the HTML cannot be parsed: {type(error).__name__}: {error}") from error
    text = found.text if found is not None else None
    if not text or not text.strip():
        raise InputError("no main text found in this HTML page")
    text, mended = without_surrogates(text)
    metadata = {name: value for name in _METADATA if (value := getattr(found, name, None))}
    return Page(text, metadata, (*decoded.warnings, *mended))


def require_html() -> None:
    """Raise `MissingExtraError` where HTML cannot be read."""
    _extractor()


@cache
def _extractor() -> Any:
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise MissingExtraError("reading HTML needs trafilatura: pip install 'spin-detect[html]'") from error
    for name in _CHATTY:  # They warn about ordinary pages; what matters is told by our own errors.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return bare_extraction
