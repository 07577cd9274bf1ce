"""Counting entries in large corpora: streaming, in several processes, in bounded memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.lexicon.audit import Audit, AuditRow
from spin_detect.lexicon.compile import compiled
from spin_detect.lexicon.compiled import CompiledLexicon
from spin_detect.lexicon.load import Lexicon
from spin_detect.reading import Document, ReadOptions, find_inputs, read_input
from spin_detect.tokens import Flag

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

CHUNK = 1_000_000
"""Characters handed to a worker at a time: enough to make the hand-over cheap, little enough to keep memory flat."""
_BATCH = 64
_AHEAD = 3
# Chunks after which a worker takes a fresh pipeline, whose string store would grow for ever. spaCy's own memory zone
# halves the speed of the tokenizer (232,000 against 493,000 tokens/s), because nothing in it is remembered.
_LIFE = 32

Watch = Callable[[str, int], None]
"""Is told the file that is being read and how many words have been counted so far."""


@dataclass(frozen=True)
class _Counts:
    words: int
    hits: NDArray[np.int64]
    after_guards: NDArray[np.int64]


def run_audit(
    lexicon: Lexicon, corpora: Iterable[Path], *, workers: int = 2, watch: Watch = lambda name, words: None
) -> Audit:
    """Count every entry of the lexicon in genuine text (JSON lines or plain text, compressed or not)."""
    paths = list(corpora)
    names = tuple(dict.fromkeys(Path(found.name).name for found in find_inputs(paths)))
    whole = compiled(lexicon)
    hits = np.zeros((2, len(whole.entry_ids)), np.int64)
    words = 0
    for name, counts in _counted(whole, text_chunks(paths), workers):
        words += counts.words
        hits[0] += counts.hits
        hits[1] += counts.after_guards
        watch(name, words)
    rows = tuple(
        AuditRow(entry.id, entry.tier, int(hits[0, number]), int(hits[1, number]))
        for number, entry in enumerate(lexicon.entries)
        if hits[0, number]
    )
    return Audit(names, words, rows)


def text_chunks(paths: Iterable[Path]) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of the files in chunks, each with the name of the file that it comes from."""
    for source in find_inputs(paths):
        chunk: list[str] = []
        size = 0
        for found in read_input(source, ReadOptions()):
            for text in _pieces(found.text) if isinstance(found, Document) else ():
                chunk.append(text)
                size += len(text)
                if size >= CHUNK:
                    yield source.name, chunk
                    chunk, size = [], 0
        if chunk:
            yield source.name, chunk


def _pieces(text: str) -> Iterator[str]:
    """Yield a text whole, or cut at line ends where it is longer than a chunk."""
    start = 0
    while len(text) - start > CHUNK:
        end = text.rfind("\n", start + 1, start + CHUNK)
        end = text.rfind(" ", start + 1, start + CHUNK) if end < 0 else end
        end = start + CHUNK if end < 0 else end
        yield text[start:end]
        start = end
    yield text[start:]


def _counted(
    lexicon: CompiledLexicon, chunks: Iterator[tuple[str, list[str]]], workers: int
) -> Iterator[tuple[str, _Counts]]:
    """Yield the counts of the chunks in order, with a bounded number of them under way."""
    if workers <= 1:
        _start_worker(lexicon)
        yield from ((name, _count(texts)) for name, texts in chunks)
        return
    # Spawned, not forked: the parent may run threads (a progress bar).
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (lexicon,)) as pool:
        waiting: deque[tuple[str, Future[_Counts]]] = deque()
        for name, texts in chunks:
            waiting.append((name, pool.submit(_count, texts)))
            if len(waiting) > _AHEAD * workers:
                done, future = waiting.popleft()
                yield done, future.result()
        for name, future in waiting:
            yield name, future.result()


@dataclass
class _Worker:
    """What every chunk needs: the lexicon, and a pipeline that is renewed from time to time."""

    lexicon: CompiledLexicon
    nlp: Language
    chunks: int = 0

    def pipeline(self) -> Language:
        """Return the pipeline for one more chunk."""
        self.chunks += 1
        if self.chunks % _LIFE == 0:
            self.nlp = sentence_pipeline()
        return self.nlp


_STATE: list[_Worker] = []


def _start_worker(lexicon: CompiledLexicon) -> None:
    """Keep what every chunk needs."""
    _STATE[:] = [_Worker(lexicon, sentence_pipeline())]


def sentence_pipeline() -> Language:
    """Return a new pipeline that cuts text into tokens and sentences."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = max(nlp.max_length, 2 * CHUNK)
    return nlp


def _count(texts: list[str]) -> _Counts:
    """Return the counts of some texts."""
    from spin_detect.docs import tabulate

    lexicon, nlp = _STATE[0].lexicon, _STATE[0].pipeline()
    hits = np.zeros((2, len(lexicon.entry_ids)), np.int64)
    words = 0
    for start in range(0, len(texts), _BATCH):
        table = tabulate([nlp(text) for text in texts[start : start + _BATCH]])
        found = lexicon.find(table)
        holds = lexicon.guards_hold(table, found)
        entry = lexicon.entry[found.form]
        hits[0] += np.bincount(entry, minlength=hits.shape[1])
        hits[1] += np.bincount(entry[holds], minlength=hits.shape[1])
        words += int(np.count_nonzero(~table.has(Flag.PUNCT)))
    return _Counts(words, hits[0], hits[1])


def default_workers() -> int:
    """Return how many processes count: one for each core, four at most."""
    return min(4, os.cpu_count() or 1)
