"""The bench: reads texts as scoring will read them, with a model that is still without weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.analysis import Resources, analyze_table, propose
from spin_detect.channel import BoundLexicon, Edits
from spin_detect.config import Settings
from spin_detect.context.stream import Stream
from spin_detect.evidence import FEATURES, Evidence, Group, gather
from spin_detect.lexicon.compile import compiled
from spin_detect.places import PLACE_FEATURES
from spin_detect.reading import carry_back
from spin_detect.reading.charset import without_surrogates
from spin_detect.scoring import DOCUMENT_FEATURES, DocumentModel
from spin_detect.weights import Weights

if TYPE_CHECKING:
    from spacy.language import Language

    from spin_detect.context.alarms import Alarms
    from spin_detect.context.model import ContextModel
    from spin_detect.lexicon.load import Lexicon
    from spin_detect.records import Analysis
    from spin_detect.tokens import TokenTable

_LONGEST = 10**9
_BATCH = 400_000
"""Characters that are read at once; the evidence of their edits takes about 100 MB."""


@dataclass(frozen=True)
class Reading:
    """A batch of texts with all possible edits and their evidence."""

    table: TokenTable
    stream: Stream
    edits: Edits
    evidence: Evidence


@dataclass(frozen=True)
class Bench:
    """Model and lexicon in the making. `families` has the source of each lexicon entry."""

    loaded: Resources
    families: tuple[str, ...]

    @classmethod
    def of(cls, model: ContextModel, lexicon: Lexicon) -> Bench:
        """Return the bench of a model and a lexicon."""
        bound = BoundLexicon(compiled(lexicon), model.vocabulary)
        loaded = Resources(Settings(), model, bound, no_weights())
        return cls(loaded, tuple(entry.source for entry in lexicon.entries))

    @property
    def model(self) -> ContextModel:
        """The model on the bench."""
        return self.loaded.model

    def with_alarms(self, alarms: Alarms) -> Bench:
        """Return the bench of a model that has learnt these alarms."""
        return replace(self, loaded=replace(self.loaded, model=replace(self.model, alarms=alarms)))

    def tabulate(self, texts: Sequence[str]) -> tuple[TokenTable, Stream]:
        """Return the tokens of some texts."""
        from spin_detect.docs import tabulate

        table = tabulate(list(_pipeline().pipe(texts)))
        return table, Stream.of(table, self.model.vocabulary)

    def read(self, texts: Sequence[str]) -> Reading:
        """Return everything that scoring sees in some texts before weights come in."""
        table, stream = self.tabulate(texts)
        edits = propose(table, self.loaded)
        return Reading(table, stream, edits, gather(table, stream, edits, self.model))

    def wording(self, edits: Edits, number: int) -> str:
        """Return what one edit would put into the text."""
        form = int(edits.form[number])
        if form >= 0:
            return self.loaded.lexicon.lexicon.originals_of(form)[int(edits.option[number])]
        return self.model.vocabulary.words[int(edits.words[number, 0])]


def batches(texts: Sequence[str]) -> Iterator[range]:
    """Yield the numbers of the texts that are read together."""
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH:
            yield range(first, number + 1)
            first, size = number + 1, 0
    if first < len(texts):
        yield range(first, len(texts))


def analysed(texts: Sequence[str], loaded: Resources) -> Iterator[Analysis]:
    """Yield the analysis of each text by `loaded`, made as `spin_detect.analyze_many` makes it by what is shipped."""
    bench = Bench(loaded, ())
    for numbers in batches(texts):
        batch = [texts[number] for number in numbers]
        table, _ = bench.tabulate([without_surrogates(text)[0] for text in batch])
        yield from map(carry_back, analyze_table(table, loaded), batch)


def no_weights() -> Weights:
    """Return weights that say nothing."""
    count = len(DOCUMENT_FEATURES)
    document = DocumentModel(np.zeros(count), np.ones(count), np.zeros(count), 0.0, 1.0, 1.0)
    place = np.zeros(len(PLACE_FEATURES), np.float32)
    return Weights(np.zeros((len(Group), len(FEATURES)), np.float32), document, place, place)


@cache
def _pipeline() -> Language:
    """Return the pipeline that cuts texts into tokens and sentences, as it does for scoring."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = _LONGEST
    nlp.add_pipe("sentencizer")
    return nlp
