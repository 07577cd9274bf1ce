"""Small helpers over words that several artefact rules share."""

from __future__ import annotations

from collections.abc import Iterator


def word_set(listing: str) -> frozenset[str]:
    """Return the words of a listing, separated by white space."""
    return frozenset(listing.split())


def places(text: str, needle: str) -> Iterator[int]:
    """Yield the offsets of `needle` in `text`, overlapping ones left out."""
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle))


def commonness(word: str) -> float:
    """Return the Zipf frequency of an English word: 0 unknown, 3 once in a million, 6 once in a thousand."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))
