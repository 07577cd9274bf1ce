"""The spaCy side: the pipeline, its component and factory, its scorer. The only module that writes to a `Doc`."""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import ensure_path, registry

from spin_detect.analysis import Resources, analyze_table, resources
from spin_detect.config import Settings, settings_from_mapping
from spin_detect.docs import tabulate
from spin_detect.errors import ConfigError
from spin_detect.pieces import needs_pieces, piece_bounds
from spin_detect.reading.charset import without_surrogates
from spin_detect.reading.regions import carry_back
from spin_detect.records import Analysis
from spin_detect.tokens import TokenTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.training import Example

EXTENSION = "spin"
_CONFIG_FILE = "settings.json"
_BATCH_TOKENS = 60_000
_KEPT_WORDS = 60_000
"""Words that the vocabulary keeps for good. Later ones live in a memory zone, so that long runs stay flat; words kept
save making them anew for every batch, which took an eighth of the time."""
_KEPT_CHUNKS = 100_000
"""Runs of text between two spaces ("word", "word,") that the tokenizer remembers how to cut; about 20 MB."""
_LONGEST_CHUNK = 100
"""Characters of such a run; longer ones hardly come again, and would make the memory for them unbounded."""

DEFAULT_CONFIG: dict[str, Any] = {
    "spans_key": "spin",
    "settings": {},
    "scorer": {"@scorers": "spin_detect.spin_scorer.v1"},
}


@Language.factory("spin_detect", assigns=["doc.spans", "doc._.spin"], default_config=DEFAULT_CONFIG)
def make_spin_detector(
    nlp: Language, name: str, spans_key: str, settings: dict[str, Any], scorer: Callable[..., dict[str, Any]] | None
) -> SpinDetector:
    """Make the component. `settings` are the fields of `spin_detect.config.Settings`.

    It goes by the sentences of the docs; where no component before it has found any, it finds them itself.
    """
    return SpinDetector(name, spans_key=spans_key, settings=settings_from_mapping(settings), scorer=scorer)


class SpinDetector:
    """Writes the analysis of each `Doc` to `doc._.spin` and its findings to `doc.spans[spans_key]`."""

    def __init__(
        self,
        name: str = "spin_detect",
        *,
        spans_key: str = "spin",
        settings: Settings | None = None,
        scorer: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        if not Doc.has_extension(EXTENSION):
            Doc.set_extension(EXTENSION, default=None)
        self.name = name
        self.spans_key = spans_key
        self.settings = settings or Settings()
        self.scorer = scorer

    @property
    def resources(self) -> Resources:
        """Model, lexicon and weights; loaded when the first text comes, never when the component is made."""
        return resources(self.settings)

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one doc."""
        self.set_annotations([doc], self.predict([doc]))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Analyse docs in batches, in order. A batch also ends when it is long enough to be worth its memory."""
        for docs in _batches(stream, batch_size):
            self.set_annotations(docs, self.predict(docs))
            yield from docs

    def predict(self, docs: list[Doc]) -> list[Analysis]:
        """Return the analyses without writing anything."""
        return analyze_table(tabulate(docs), self.resources) if docs else []

    def set_annotations(self, docs: list[Doc], analyses: list[Analysis]) -> None:
        """Write the analyses to the docs."""
        for doc, analysis in zip(docs, analyses, strict=True):
            doc._.set(EXTENSION, analysis)
            spans = [
                doc.char_span(f.start, f.end, label=f.kind.upper(), span_id=f.entry or "", alignment_mode="expand")
                for f in analysis.findings
            ]
            doc.spans[self.spans_key] = [span for span in spans if span is not None]

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Score predicted against reference spans."""
        return self.scorer(examples, spans_key=self.spans_key, **kwargs) if self.scorer else {}

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the settings as bytes; model and lexicon belong to the package."""
        return json.dumps(_settings_record(self.settings)).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> SpinDetector:
        """Take over the settings that `to_bytes` wrote."""
        self.settings = settings_from_mapping(json.loads(data), where="component settings")
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the settings into the folder `path`."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _CONFIG_FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> SpinDetector:
        """Read the settings from the folder `path`."""
        file = ensure_path(path) / _CONFIG_FILE
        if not file.is_file():
            raise ConfigError(f"{file}: the settings of the component are missing")
        return self.from_bytes(file.read_bytes())


def _settings_record(settings: Settings) -> dict[str, Any]:
    """Return the settings as plain JSON values, without those that are unset."""
    record = {name: value for name, value in asdict(settings).items() if value is not None}
    return record | ({"lexicon": str(settings.lexicon)} if settings.lexicon else {})


def _batches(stream: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
    """Cut a stream of docs into batches of at most `size` docs and about `_BATCH_TOKENS` tokens."""
    batch: list[Doc] = []
    tokens = 0
    for doc in stream:
        if batch and (len(batch) >= size or tokens + len(doc) > _BATCH_TOKENS):
            yield batch
            batch, tokens = [], 0
        batch.append(doc)
        tokens += len(doc)
    if batch:
        yield batch


@registry.scorers("spin_detect.spin_scorer.v1")  # type: ignore[untyped-decorator]
def make_spin_scorer() -> Callable[..., dict[str, Any]]:
    """Return the scorer that the factory names."""
    return score_spin


def score_spin(examples: Iterable[Example], *, spans_key: str = "spin", **_: Any) -> dict[str, Any]:
    """Return precision, recall and F of the spans under `spans_key`, by overlap; `None` where nothing was measured."""
    found = right = marked = met = 0
    for example in examples:
        predicted = [(s.start_char, s.end_char) for s in example.predicted.spans.get(spans_key, ())]
        reference = [(s.start_char, s.end_char) for s in example.reference.spans.get(spans_key, ())]
        found += len(predicted)
        marked += len(reference)
        right += sum(any(a < d and c < b for c, d in reference) for a, b in predicted)
        met += sum(any(a < d and c < b for c, d in predicted) for a, b in reference)
    precision = right / found if found else None
    recall = met / marked if marked else None
    total = (precision or 0) + (recall or 0)
    f_score = 2 * (precision or 0) * (recall or 0) / total if total else None
    return {"spin_p": precision, "spin_r": recall, "spin_f": f_score}


@lru_cache(maxsize=4)
def make_pipeline(settings: Settings | None = None) -> Language:
    """Return the pipeline whose tokenizer and component command line, Python functions and integrations all use."""
    nlp = spacy.blank("en")
    nlp.max_length = 10**9  # The limit guards parsers; nothing here needs memory out of proportion to the text.
    nlp.add_pipe("spin_detect", config={"settings": _settings_record(settings or Settings())})
    return nlp


class _Cutter:
    """Cuts texts into tokens as a pipeline does, three to six times as fast.

    spaCy's tokenizer remembers how it cut what stands between two spaces. But from the first special case of a text on
    ("don't", "U.S.") it learns nothing more from that text, so that a quarter of running text is cut anew for ever.
    What is shown to it alone, once, is remembered.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._turn = Lock()
        self._shown: set[str] = set()
        tokenizer: Any = nlp.tokenizer
        tokenizer.max_cache_size = _KEPT_CHUNKS

    @property
    def resources(self) -> Resources:
        """What the texts are judged by."""
        return cast("SpinDetector", self._nlp.get_pipe("spin_detect")).resources

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Surround the work on a batch. Threads take turns: a memory zone that ends would take the words of others."""
        with self._turn, self._nlp.memory_zone() if len(self._nlp.vocab) > _KEPT_WORDS else nullcontext():
            yield

    def docs(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Yield the doc of each text."""
        for text in texts:
            # With more words than are kept, texts are read in memory zones, and there the tokenizer learns nothing.
            if len(self._nlp.vocab) <= _KEPT_WORDS and len(self._shown) < _KEPT_CHUNKS:
                new = {chunk for chunk in {*text.split()} - self._shown if len(chunk) <= _LONGEST_CHUNK}
                for chunk in new:
                    self._nlp.tokenizer(chunk)
                self._shown |= new
            yield self._nlp.make_doc(text)

    def tables(self, texts: Sequence[str], size: int) -> Iterator[TokenTable]:
        """Yield the tokens of the texts in tables of up to `size` texts, in order; a long text is one of its own."""
        for long, group in groupby(texts, key=needs_pieces):
            members = list(group)
            if long:
                yield from map(self._table_of_long, members)
                continue
            done = 0
            for docs in _batches(self.docs(members), size):
                yield tabulate(docs, members[done : done + len(docs)])
                done += len(docs)

    def _table_of_long(self, text: str) -> TokenTable:
        """Return the tokens of a long text, cut piece by piece: its `Doc` would hold ten times as much as its table."""
        tables = []
        for start, end in piece_bounds(text):
            piece = text[start:end]
            tables.append((start, tabulate(list(self.docs([piece])), [piece])))
        return TokenTable.of_pieces(text, tables)


@lru_cache(maxsize=4)
def _cutter(settings: Settings | None) -> _Cutter:
    """Return the cutter of the pipeline for these settings."""
    return _Cutter(make_pipeline(settings))


def analyze(text: str, settings: Settings | None = None) -> Analysis:
    """Return the analysis of one text."""
    return next(iter(analyze_many([text], settings)))


def analyze_many(texts: Iterable[str], settings: Settings | None = None, *, batch_size: int = 64) -> Iterator[Analysis]:
    """Yield the analysis of each text, in order and lazily, `batch_size` texts at a time.

    Lone surrogates, which no encoding can write, are judged as replacement characters and never edited.
    """
    if batch_size < 1:
        raise ConfigError(f"batch_size must be at least 1, not {batch_size!r}")
    cutter = _cutter(settings)
    loaded = cutter.resources
    pending = iter(texts)
    while batch := list(islice(pending, batch_size)):
        readable = [without_surrogates(text)[0] for text in batch]
        analyses: list[Analysis] = []
        with cutter.batch():
            for table in cutter.tables(readable, batch_size):
                analyses += analyze_table(table, loaded)
        yield from map(carry_back, analyses, batch)
