"""A spun copy in the making: the tokens of one text, and what has been put in their place so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spin_detect.tokens import Flag

if TYPE_CHECKING:
    from random import Random

    from spin_detect.tokens import TokenTable


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """`text[start:end]` of the original becomes `wording`."""

    start: int
    end: int
    wording: str


class Draft:
    """One text and its changes. Tokens are numbered within the text; no two changes touch the same token.

    `words` are the tokens as written, `low` in lower case; `title` tells which begin with a capital, `plain` which are
    words in lower case, `opens` which begin a sentence, `taken` which are changed already or must not be.
    """

    def __init__(self, table: TokenTable, number: int, rng: Random) -> None:
        low, high = int(table.doc_bounds[number]), int(table.doc_bounds[number + 1])
        flags = table.flags[low:high]
        self.rng = rng
        self.text = table.texts[number]
        self.start: list[int] = table.start[low:high].tolist()
        self.end: list[int] = table.end[low:high].tolist()
        self.words = [self.text[start:end] for start, end in zip(self.start, self.end, strict=True)]
        self.low = [word.lower() for word in self.words]
        self.opens: list[bool] = ((flags & Flag.SENTENCE_START) != 0).tolist()
        self.title = [word[:1].isupper() for word in self.words]
        self.plain = [word.isalpha() and word.islower() for word in self.words]
        self.taken: list[bool] = ((flags & Flag.PROTECTED) != 0).tolist()
        self.changes: list[Change] = []

    def __len__(self) -> int:
        return len(self.words)

    def said(self, first: int, last: int) -> str:
        """Return the text of the tokens `first:last`."""
        return self.text[self.start[first] : self.end[last - 1]]

    def is_free(self, first: int, last: int) -> bool:
        """Tell whether the tokens `first:last` are there and unchanged."""
        return last <= len(self) and not any(self.taken[first:last])

    def put(self, first: int, last: int, wording: str) -> bool:
        """Put `wording`, with the capital of what it replaces, in place of tokens; tell whether anything changed."""
        old = self.said(first, last)
        if old[:1].isupper() and wording[:1].islower():
            wording = wording[:1].upper() + wording[1:]
        if wording.lower() == old.lower():
            return False
        self.put_exactly(first, last, wording)
        return True

    def put_exactly(self, first: int, last: int, wording: str) -> None:
        """Put `wording` in place of the tokens `first:last`."""
        self.changes.append(Change(self.start[first], self.end[last - 1], wording))
        self.taken[first:last] = [True] * (last - first)

    def insert(self, place: int, wording: str) -> None:
        """Put `wording` between the code points before and after `place`."""
        self.changes.append(Change(place, place, wording))

    def record(self, spinner: str) -> dict[str, Any]:
        """Return the copy as a gold record: `text`, `label`, `spinner`, `edits`."""
        parts: list[str] = []
        edits, done, length = [], 0, 0
        for change in sorted(self.changes):
            parts += [self.text[done : change.start], change.wording]
            length += change.start - done
            end = length + len(change.wording)
            original = self.text[change.start : change.end]
            edits.append({"start": length, "end": end, "text": change.wording, "originals": [original]})
            length, done = end, change.end
        parts.append(self.text[done:])
        return {"text": "".join(parts), "label": "spun", "spinner": spinner, "edits": edits}
