"""Examples: real sentences in which the original of an entry stands, and those in which its spun form does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spin_detect.lexicon.compile import compile_entries
from spin_detect.lexicon.counting import sentence_pipeline, text_chunks
from spin_detect.lexicon.entries import Entry
from spin_detect.lexicon.phrases import PhraseTable, token_keys
from spin_detect.tokens import TokenTable


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of genuine text: what stands in it between two halves, and what the entry would make of it.

    `fires` says that the spun form itself stands there: a false alarm, or the entry's own habitat.
    """

    before: str
    found: str
    after: str
    instead: str
    fires: bool


def examples(entry: Entry, corpora: Iterable[Path], count: int) -> tuple[list[Example], list[Example]]:
    """Return sentences with an original of the entry and sentences in which the entry fires, `count` of each at most.

    The texts are read until there are enough; at most one sentence of a kind is taken from a text.
    """
    from spin_detect.docs import tabulate

    finder = _Finder(entry)
    nlp = sentence_pipeline()
    found: tuple[list[Example], list[Example]] = ([], [])
    for _, texts in text_chunks(corpora):
        for text in texts:
            if not finder.may_occur(text):
                continue
            table = tabulate([nlp(text)])
            for fires in (False, True):
                example = next(finder.examples(table, fires=fires), None) if len(found[fires]) < count else None
                if example is not None:
                    found[fires].append(example)
            if min(map(len, found)) >= count:
                return found
    return found


class _Finder:
    """Finds one entry in both directions."""

    def __init__(self, entry: Entry) -> None:
        self.compiled = compile_entries([entry])
        pairs = [(form, wording) for form in range(len(self.compiled)) for wording in self.compiled.originals_of(form)]
        self.originals, order = PhraseTable.build([token_keys(wording) for _, wording in pairs])
        self.spun_of = [self.compiled.surfaces[pairs[number][0]] for number in order.tolist()]
        wordings = {wording for _, wording in pairs} | set(self.compiled.surfaces)
        self.words = {max(wording.lower().split(), key=len) for wording in wordings}

    def may_occur(self, text: str) -> bool:
        """Tell cheaply whether a text is worth being taken apart."""
        lowered = text.lower()
        return any(word in lowered for word in self.words)

    def examples(self, table: TokenTable, *, fires: bool) -> Iterator[Example]:
        """Yield the places in a text where the entry fires, or else where its originals stand."""
        if fires:
            matches = self.compiled.match(table)
            spans = zip(matches.first, matches.last, matches.form, strict=True)
            for first, last, form in spans:
                originals = self.compiled.originals_of(int(form))
                yield _example(table, int(first), int(last), originals[0] if originals else "", fires=True)
        else:
            for first, last, row in zip(*self.originals.find(table), strict=True):
                yield _example(table, int(first), int(last), self.spun_of[int(row)], fires=False)


def _example(table: TokenTable, first: int, last: int, instead: str, *, fires: bool) -> Example:
    """Return the sentence around the tokens `first:last`."""
    text = table.texts[int(table.doc[first])]
    sentence = table.sentence
    low, high = (int(edge) for edge in table.sentence_bounds[[sentence[first], sentence[last - 1] + 1]])
    start, end = int(table.start[first]), int(table.end[last - 1])
    before = text[int(table.start[low]) : start]
    after = text[end : int(table.end[high - 1])]
    return Example(" ".join(before.split()), text[start:end], " ".join(after.split()), instead, fires)
