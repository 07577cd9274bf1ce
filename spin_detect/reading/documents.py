"""What reading yields: documents, and documents that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from spin_detect.errors import ConfigError

STDIN = "-"
"""The path that stands for standard input."""


class Format(StrEnum):
    """How the bytes of an input are to be understood."""

    AUTO = "auto"
    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    PARQUET = "parquet"
    WARC = "warc"


@dataclass(frozen=True, slots=True)
class Document:
    """One text to score, and where it came from.

    `source` is the file as people write it, `record` the line, row or record in it (from 1), `None` where the file is
    the document. `metadata` is the whole record for JSONL and Parquet, what the page says of itself for HTML and WARC.
    `encoding` and `bom` are how a text file was written, so that it can be written the same way again; `encoding` is
    `None` where characters were lost. `warnings` tell what had to be mended to get at the text.
    """

    id: str
    text: str
    source: str
    record: int | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    format: Format = Format.TEXT
    encoding: str | None = "utf-8"
    bom: bytes = b""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document that could not be read, and why; the others go on.

    With `breaks_off` it is all that follows in its file: of a damaged one, or of one that cannot be read at all.
    """

    id: str
    source: str
    record: int | None
    error: str
    breaks_off: bool = False

    @property
    def where(self) -> str:
        """The file, and the record in it, as a message names them."""
        return self.source if self.record is None else f"{self.source}, record {self.record}"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read. `id_field` is `id` where a record has it, unless another is asked for.

    `max_document_bytes` is the size of a single document (a file, a line, a page) after decompression, and
    `max_expansion` how many times its compressed size a file may grow: past either, the file is refused, not read.
    """

    format: Format = Format.AUTO
    text_field: str = "text"
    id_field: str | None = None
    stdin_filename: str | None = None
    max_document_bytes: int = 128 * 2**20
    max_expansion: int = 1000

    def __post_init__(self) -> None:
        if self.max_document_bytes < 1 or self.max_expansion < 1:
            raise ConfigError("max_document_bytes and max_expansion must be at least 1")
        if not self.text_field:
            raise ConfigError("text_field must name a field")
