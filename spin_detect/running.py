"""Running the analysis over a stream of documents: in chunks, in order, in one process or several."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import NamedTuple

from spin_detect.config import Settings
from spin_detect.errors import SpinDetectError
from spin_detect.reading import Document, FailedDocument, blank_regions, carry_back
from spin_detect.records import Analysis
from spin_detect.reporting.outcome import Outcome, failure, scored

_CHUNK = 50  # Documents a process is handed at once: fewer cost messages, more cost waiting.
_CHUNK_CHARACTERS = 2_000_000  # Long documents make short chunks, which bounds the memory.

Answer = Analysis | str
"""What came of a text: its analysis, or why there is none."""


class Work(NamedTuple):
    """A document and what became of it."""

    document: Document | FailedDocument
    outcome: Outcome


def analyzed(documents: Iterable[Document | FailedDocument], settings: Settings, *, jobs: int = 1) -> Iterator[Work]:
    """Yield every document with its outcome, in order; `jobs` of 0 takes a process for each core.

    A document that cannot be scored fails alone. What its writer took out of the check weighs nothing.
    """
    workers = jobs or os.cpu_count() or 1
    chunks = _chunks(documents)
    if workers == 1:
        for chunk in chunks:
            yield from _finished(chunk, _answers(_texts(chunk), settings))
    else:
        yield from _in_pool(chunks, settings, workers)


def _in_pool(chunks: Iterator[list[Document | FailedDocument]], settings: Settings, workers: int) -> Iterator[Work]:
    """Work on several chunks at a time and yield the results in order."""
    import multiprocessing

    # Spawned, not forked: a fork would copy the threads and locks of whatever the parent has loaded.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupts)
    pending: deque[tuple[list[Document | FailedDocument], Future[list[Answer]]]] = deque()
    try:
        for chunk in chunks:
            pending.append((chunk, pool.submit(_answers_to_send, _texts(chunk), settings)))
            if len(pending) > 2 * workers:
                done, future = pending.popleft()
                yield from _finished(done, future.result())
        while pending:
            done, future = pending.popleft()
            yield from _finished(done, future.result())
    except BrokenProcessPool as error:
        raise SpinDetectError(
            "a worker process died, perhaps for want of memory; run again with fewer --jobs"
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the parent, which ends its workers in good order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _chunks(documents: Iterable[Document | FailedDocument]) -> Iterator[list[Document | FailedDocument]]:
    """Yield documents in lists, bounded in number and in characters."""
    chunk: list[Document | FailedDocument] = []
    characters = 0
    for document in documents:
        chunk.append(document)
        characters += len(document.text) if isinstance(document, Document) else 0
        if len(chunk) >= _CHUNK or characters >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _texts(chunk: list[Document | FailedDocument]) -> list[str]:
    return [blank_regions(document.text) for document in chunk if isinstance(document, Document)]


def _answers(texts: list[str], settings: Settings) -> list[Answer]:
    """Return what came of each text; if a batch breaks, its texts are tried one by one."""
    from spin_detect import analyze_many

    if not texts:
        return []
    try:
        return list(analyze_many(texts, settings))
    except SpinDetectError:
        raise
    except Exception as error:
        if len(texts) == 1:
            return [f"could not be scored: {type(error).__name__}: {error}; please report this"]
        return [answer for text in texts for answer in _answers([text], settings)]


def _answers_to_send(texts: list[str], settings: Settings) -> list[Answer]:
    """Return the answers without the texts, which the parent has."""
    return [
        replace(answer, text="") if isinstance(answer, Analysis) else answer for answer in _answers(texts, settings)
    ]


def _finished(chunk: list[Document | FailedDocument], answers: list[Answer]) -> Iterator[Work]:
    """Yield the documents of a chunk with their outcomes."""
    remaining = iter(answers)
    for document in chunk:
        if isinstance(document, FailedDocument):
            yield Work(document, failure(document, document.error))
            continue
        answer = next(remaining)
        if isinstance(answer, str):
            yield Work(document, failure(document, answer))
            continue
        analysis = replace(answer, text=blank_regions(document.text), id=document.id)
        yield Work(document, scored(document, carry_back(analysis, document.text)))
