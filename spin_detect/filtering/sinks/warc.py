"""WARC: records go through as they are, our fields in their heads; findings and new texts are records of their own."""

from __future__ import annotations

import json
import shutil
import uuid
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from spin_detect.errors import InputError
from spin_detect.filtering.judgement import FINDINGS, REASON, RESTORED, SCORE, VERDICT
from spin_detect.filtering.outputs import LazyOutput
from spin_detect.filtering.sinks.sink import Sink
from spin_detect.reading import FailedDocument
from spin_detect.reading.streams import open_input
from spin_detect.reading.warc import archive_records, check_whole

if TYPE_CHECKING:
    from spin_detect.filtering.folder import RunFolder
    from spin_detect.filtering.options import FilterOptions
    from spin_detect.filtering.planning import Shard
    from spin_detect.filtering.treatment import Treated
    from spin_detect.reading import Document

_HEADERS = {SCORE: "X-Spin-Score", VERDICT: "X-Spin-Verdict", REASON: "X-Spin-Reason"}
_IN_MEMORY = 8 * 2**20
_PIECE = 2**16


class WarcSink(Sink):
    """Reads the records once more and writes them in step with their outcomes; what is no document is kept."""

    def __init__(self, shard: Shard, folder: RunFolder, options: FilterOptions, stack: ExitStack) -> None:
        super().__init__(shard, folder, options, stack)
        place = shard.places[0]
        # A compressed archive holds a gzip member for each record, so that tools can jump to one.
        self._members = PurePath(place).suffix.lower() == ".gz"
        self.kept = LazyOutput(stack, folder.kept / place, raw=self._members)
        self.dropped = LazyOutput(stack, folder.dropped / place, raw=self._members)
        self._number = 0
        self._records: Iterator[Any] | None = None

    def add(self, treated: Treated) -> None:
        """Write the record of a document, and before it those that are none."""
        record = self._advance(treated.document.record)
        headers = record.rec_headers
        for name, header in _HEADERS.items():
            if treated.fields.get(name) is not None:
                headers.replace_header(header, " ".join(str(treated.fields[name]).split()))
        output = self.kept if treated.decision else self.dropped
        self._copy(record, output)
        for head, body in _companions(treated, headers):
            self._write(output, head, [body])

    def skip(self, document: Document | FailedDocument) -> None:
        """Pass over a record that could not be read."""
        if not (isinstance(document, FailedDocument) and document.breaks_off):
            self._advance(document.record)

    def finish(self) -> None:
        """Copy the records that remain, up to the end or to where the archive breaks off: that, the reader has told."""
        with suppress(StopIteration, InputError):
            while True:
                self._copy(self._next(), self.kept)
        if self._number:
            _ = self.kept.file

    def _advance(self, number: int | None) -> Any:
        """Return record `number`; those before it are copied to the kept ones."""
        while True:
            record = self._next()
            if self._number == number:
                return record
            self._copy(record, self.kept)

    def _next(self) -> Any:
        if self._records is None:
            stream = self.stack.enter_context(open_input(self.shard.inputs[0], self.options.read))
            self._records = archive_records(stream)
        record = next(self._records)
        self._number += 1
        return record

    def _copy(self, record: Any, output: LazyOutput) -> None:
        """Write a record. Raises `DamagedError` for one that is cut short, before anything of it is written."""
        with SpooledTemporaryFile(_IN_MEMORY) as body:
            shutil.copyfileobj(record.raw_stream, body, _PIECE)
            check_whole(record)
            body.seek(0)
            self._write(output, record.rec_headers.to_bytes(encoding="utf-8"), _pieces(body))

    def _write(self, output: LazyOutput, head: bytes, body: Iterator[bytes] | list[bytes]) -> None:
        compressor = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16) if self._members else None
        for piece in (head, *body, b"\r\n\r\n"):
            output.file.write(compressor.compress(piece) if compressor else piece)
        if compressor:
            output.file.write(compressor.flush())


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _companions(treated: Treated, headers: Any) -> Iterator[tuple[bytes, bytes]]:
    """Yield the records that go with one: its findings with the text that they point into, and its new text."""
    if FINDINGS in treated.fields:
        told = {
            "text": treated.document.text,
            FINDINGS: treated.fields[FINDINGS],
            RESTORED: treated.fields[RESTORED],
        }
        yield _companion("metadata", "application/json", json.dumps(told).encode("ascii"), headers)
    if treated.text is not None:
        yield _companion("conversion", "text/plain; charset=utf-8", treated.text.encode("utf-8"), headers)


def _companion(kind: str, media: str, body: bytes, headers: Any) -> tuple[bytes, bytes]:
    """Return head and body of a record about another one. Its id follows from the other's: a rerun writes the same."""
    of = headers.get_header("WARC-Record-ID") or ""
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{of} {kind}')}>",
        f"WARC-Date: {headers.get_header('WARC-Date') or ''}",
        f"WARC-Refers-To: {of}",
        f"Content-Type: {media}",
        f"Content-Length: {len(body)}",
    ]
    if url := headers.get_header("WARC-Target-URI"):
        lines.insert(4, f"WARC-Target-URI: {url}")
    return "\r\n".join((*lines, "", "")).encode("utf-8"), body
