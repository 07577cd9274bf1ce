"""Mining without the original: several spun copies of one story disagree where a spinner was at work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from spin_detect.lexicon.align import Sentence, Substitution, align_sentences, align_words, sentences
from spin_detect.lexicon.mine import SOURCE, Proposal, propose

_CLEARER = 0.5
"""Zipf units by which one side must be the more common: spinners go from common words to rare ones."""


def mine_copies(copies: Iterable[str], *, source: str = SOURCE, min_count: int = 1) -> list[Proposal]:
    """Return the entries that spun copies of one story suggest where they disagree.

    Only sentences whose names and numbers agree are compared. The original is the wording that more copies have, or
    else the more common one; where neither says which it is, nothing is proposed.
    """
    parted = [sentences(copy) for copy in copies]
    found: list[Substitution] = []
    for ours, theirs in combinations(parted, 2):
        for one, other in align_sentences(ours, theirs):
            if _anchors(one) and _anchors(one) == _anchors(other):
                found += align_words(one, other)
    texts = [" ".join(word for sentence in copy for word in sentence.words) for copy in parted]
    return propose(_directed(found, texts), source=source, min_count=min_count)


def _anchors(sentence: Sentence) -> set[str]:
    """Return the names and numbers of a sentence; the capital of its first word proves nothing."""
    words = [sentence.text[start:end] for start, end in sentence.spans]
    return {w for w in words[1:] if w[:1].isupper()} | {w for w in words if any(c.isdigit() for c in w)}


def _directed(found: Sequence[Substitution], texts: Sequence[str]) -> Iterator[Substitution]:
    """Yield the substitutions turned so that the original is on its side, the undecided ones left out."""
    for item in found:
        sides = (f" {side.lower()} " for side in (item.spun, item.original))
        sides = (f" {side.lower()} " for side in (item.spun, item.original))
        ours, theirs = (sum(side in f" {text} " for text in texts) for side in sides)
        lead = theirs - ours if theirs != ours else _commoner(item.original, item.spun)
        if lead > 0:
            yield item
        elif lead < 0:
            yield _turned(item)


def _commoner(one: str, other: str) -> int:
    """Return 1 if the first phrase is clearly the more common, -1 if the second is, else 0."""
    from wordfreq import zipf_frequency

    if not one or not other:
        return 0
    ahead = zipf_frequency(one, "en") - zipf_frequency(other, "en")
    return 0 if abs(ahead) < _CLEARER else (1 if ahead > 0 else -1)


def _turned(item: Substitution) -> Substitution:
    """Return the substitution with its sides exchanged."""
    return replace(
        item,
        spun=item.original,
        original=item.spun,
        start=item.original_start,
        end=item.original_end,
        original_start=item.start,
        original_end=item.end,
        spun_sentence=item.original_sentence,
        original_sentence=item.spun_sentence,
    )
