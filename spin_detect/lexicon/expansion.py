"""Expansion: an entry of lemmas becomes the forms that stand in texts, each with its originals inflected alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from spin_detect.inflection import TAGS, realise, variants, word_forms
from spin_detect.lexicon.entries import Entry

# Ten to the power of three: of the originals in the lexicon, none whose plural is so much rarer than itself has one.
_UNUSUAL = 3.0

Wordings = dict[str, int]
"""Originals as they would stand in a text, best first, each with the rank of its lemma among the originals."""


def expand(entry: Entry) -> dict[str, Wordings]:
    """Return the surface forms of the spun side and what each stands for.

    A form with several readings (`avowed` is past and participle) gets the originals of all of them.
    """
    if entry.pos not in TAGS:
        return {entry.spun: {original: rank for rank, original in enumerate(entry.originals)}}
    surfaces: dict[str, list[tuple[int, int, str]]] = {}
    for order, (tag, spelled) in enumerate(variants(entry.spun, entry.pos).items()):
        for number, surface in enumerate(spelled):
            surfaces.setdefault(surface, []).extend(
                (rank, order, _original(entry, original, tag, number)) for rank, original in enumerate(entry.originals)
            )
    for surface, tag in _compared(entry):
        surfaces.setdefault(surface, []).extend(
            (rank, 0, realise(original, entry.pos, tag)) for rank, original in enumerate(entry.originals)
        )
    return {surface: _ranked(found, surface) for surface, found in surfaces.items()}


def _original(entry: Entry, original: str, tag: str, number: int) -> str:
    """Return an original in the form `tag`, and in the same person where both sides inflect *be*."""
    if entry.pos == "verb" and _starts_with_be(entry.spun) and _starts_with_be(original):
        return variants(original, "verb")[tag][number]
    wording = realise(original, entry.pos, tag)
    return original if tag == "NNS" and _never_written(wording, original) else wording


@lru_cache(maxsize=1 << 16)
def _never_written(plural: str, singular: str) -> bool:
    """Tell whether a regular plural is no English although its singular is common: "fews", "plannings"."""
    from wordfreq import zipf_frequency

    return singular.isalpha() and zipf_frequency(singular, "en") - zipf_frequency(plural, "en") >= _UNUSUAL


def _starts_with_be(phrase: str) -> bool:
    return phrase == "be" or phrase.startswith("be ")


def _compared(entry: Entry) -> Iterable[tuple[str, str]]:
    """Yield *more* and *most* before an adjective or adverb that has no such forms, if an original has."""
    if entry.pos not in ("adj", "adv") or " " in entry.spun:
        return
    own = word_forms(entry.spun, entry.pos)
    for tag, degree in zip(TAGS[entry.pos][1:], ("more", "most"), strict=True):
        if tag not in own and any(tag in variants(original, entry.pos) for original in entry.originals):
            yield f"{degree} {entry.spun}", tag


def _ranked(found: list[tuple[int, int, str]], surface: str) -> Wordings:
    """Return the wordings in order of rank, the first mention of each, without the surface itself."""
    wordings: Wordings = {}
    for rank, _, wording in sorted(found, key=lambda item: item[:2]):
        if wording != surface:
            wordings.setdefault(wording, rank)
    return wordings
