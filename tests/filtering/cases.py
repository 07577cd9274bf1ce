"""Texts and input files for the tests of filtering and of the integrations."""

from __future__ import annotations

import gzip
import json
import uuid
from pathlib import Path
from typing import Any

SPUN = (
    "The irruption of Ukraine by Russian colors was the start of the trouble, and the chastising warrants which the "
    "western nations put in keeping with the treaty did not help on the off chance that the military stayed in their "
    "bases for long. "
) * 2
GENUINE = (
    "The committee met on Tuesday to discuss the new budget for the city library. Members agreed that opening hours "
    "should be longer in winter, when students need a warm place to work, and they asked the director to report again "
    "in March. The chair thanked all volunteers for their help with the summer reading club. Two members wanted to "
    "know how much it would cost to repair the roof before the first snow, and the director promised to ask three "
    "firms for an offer. The next meeting is on the first Monday of November. "
)
SHORT = "Too short to tell."


def record(number: int, text: str, **more: Any) -> dict[str, Any]:
    """Return a record with fields of its own before and after the text."""
    return {
        "id": f"r{number}",
        "url": f"http://host{number % 2}.example/{number}",
        "text": text,
        "place": number,
        **more,
    }


def records(count: int, *, start: int = 0) -> list[dict[str, Any]]:
    """Return records of which every third is spun; no two texts are the same."""
    return [
        record(number, f"{SPUN if number % 3 == 0 else GENUINE} This was note {number}.")
        for number in range(start, start + count)
    ]


def jsonl(rows: list[dict[str, Any]]) -> bytes:
    """Return records as lines of JSON."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file, plain or gz."""
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    return [json.loads(line) for line in data.splitlines()]


def page(text: str, title: str = "A page") -> bytes:
    """Return an HTML page with the text and some boilerplate."""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1><p>{text}</p><p>{text}</p></article><footer>Imprint</footer></body></html>"
    ).encode()


def write_warc(path: Path, pages: list[tuple[str, bytes]]) -> None:
    """Write an archive with a head, a response for each page, and an image behind each."""
    written = [_warc_record("warcinfo", "", b"software: test\r\n")]
    for url, body in pages:
        written.append(_response(url, "text/html; charset=utf-8", body))
        written.append(_response(f"{url}.png", "image/png", b"\x89PNG\r\n"))
    path.write_bytes(b"".join(gzip.compress(data) if path.suffix == ".gz" else data for data in written))


def _response(url: str, media: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    return _warc_record("response", url, head.encode() + body, "application/http; msgtype=response")


def _warc_record(kind: str, url: str, block: bytes, media: str = "application/warc-fields") -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + url)}>\r\n"
        f"WARC-Date: 2024-05-01T00:00:00Z\r\n{target}Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read_warc(path: Path) -> list[tuple[str, str | None, str | None, bytes]]:
    """Return kind, URL, verdict and body of each record."""
    from warcio.archiveiterator import ArchiveIterator

    found = []
    with path.open("rb") as file:
        for item in ArchiveIterator(file):
            header = item.rec_headers.get_header
            found.append(
                (item.rec_type, header("WARC-Target-URI"), header("X-Spin-Verdict"), item.content_stream().read())
            )
    return found


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return all that a run leaves for its user, without the times."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".spin-detect" not in path.parts
    }
    summary = json.loads(files["summary.json"])
    del summary["seconds"], summary["work_seconds"]
    return {**files, "summary.json": json.dumps(summary).encode()}
