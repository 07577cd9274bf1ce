"""Compiling: entries are expanded, keyed and packed once; the result is kept in the user's cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.config import Settings
from spin_detect.errors import LexiconError
from spin_detect.lexicon import cache
from spin_detect.lexicon.columns import Strings
from spin_detect.lexicon.compiled import CompiledLexicon, allowed_table
from spin_detect.lexicon.entries import TIERS, Entry, Guard
from spin_detect.lexicon.expansion import expand
from spin_detect.lexicon.guards import GuardTable
from spin_detect.lexicon.load import Lexicon, lexicon_for
from spin_detect.lexicon.phrases import MAX_TOKENS, PhraseTable, token_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LOADED: dict[str, CompiledLexicon] = {}


def compiled(lexicon: Lexicon) -> CompiledLexicon:
    """Return the compiled form: of this process, from the cache on disk, or made now and put there."""
    key = cache.key_of(lexicon.fingerprint)
    if key not in _LOADED:
        arrays = cache.load(key)
        found = None if arrays is None else _restored(arrays, lexicon.version)
        if found is None:
            found = compile_entries(lexicon.entries, [p.phrase for p in lexicon.allowed], version=lexicon.version)
            cache.store(key, found.to_arrays())
        _LOADED[key] = found
    return replace(_LOADED[key], version=lexicon.version)


@lru_cache(maxsize=16)
def compiled_for(settings: Settings) -> CompiledLexicon:
    """Return the compiled lexicon that the settings ask for, with their allowed phrases and disabled entries."""
    lexicon = compiled(lexicon_for(settings))
    return lexicon.with_options(allowed=settings.allowed, disabled=settings.disabled_entries)


def _restored(arrays: dict[str, NDArray[np.generic]], version: str) -> CompiledLexicon | None:
    """Return the lexicon of stored arrays, None where they are not what they should be."""
    try:
        return CompiledLexicon.from_arrays(arrays, version)
    except KeyError:
        return None


def compile_entries(entries: Sequence[Entry], allowed: Sequence[str] = (), *, version: str = "") -> CompiledLexicon:
    """Return the compiled form of the entries, numbered as they come."""
    sequences: list[tuple[int, ...]] = []
    surfaces: list[str] = []
    owners: list[int] = []
    numbers: dict[str, int] = {}
    wording: list[int] = []
    ranks: list[int] = []
    counts: list[int] = []
    for number, entry in enumerate(entries):
        for surface, wordings in expand(entry).items():
            sequences.append(_keys_of(surface, entry))
            surfaces.append(surface)
            owners.append(number)
            wording += [numbers.setdefault(text, len(numbers)) for text in wordings]
            ranks += [min(rank, 255) for rank in wordings.values()]
            counts.append(len(wordings))
    phrases, order = PhraseTable.build(sequences)
    bounds, place = _regrouped(np.array(counts, np.int64), order)
    keys = [token_keys(text) for text in numbers]
    guards, entry_guard = _guards(entries)
    return CompiledLexicon(
        version=version,
        phrases=phrases,
        entry=np.array(owners, np.int32)[order],
        surfaces=Strings.build(surfaces[number] for number in order),
        wording_bounds=bounds,
        wording=np.array(wording, np.int32)[place],
        wording_rank=np.array(ranks, np.uint8)[place],
        wordings=Strings.build(numbers),
        wording_key_bounds=np.cumsum([0, *map(len, keys)]).astype(np.int64),
        wording_keys=np.fromiter((key for group in keys for key in group), np.uint64),
        entry_ids=Strings.build(entry.id for entry in entries),
        entry_tier=np.array([TIERS.index(entry.tier) for entry in entries], np.uint8),
        entry_name=np.array([entry.pos == "name" for entry in entries], np.bool_),
        entry_guard=entry_guard,
        guards=guards,
        allowed=(allowed_table(allowed),),
    )


def _keys_of(surface: str, entry: Entry) -> tuple[int, ...]:
    """Return the word keys of a form of an entry."""
    keys = token_keys(surface)
    if not 0 < len(keys) <= MAX_TOKENS:
        raise LexiconError(
            f"{entry.where}: {surface!r} is cut into {len(keys)} tokens; at most {MAX_TOKENS} can be found"
        )
    return keys


def _guards(entries: Sequence[Entry]) -> tuple[GuardTable, NDArray[np.int32]]:
    """Return the distinct guards, and for each entry the number of its own, -1 for none."""
    numbers: dict[Guard, int] = {}
    entry_guard = [numbers.setdefault(e.guard, len(numbers)) if e.guard else -1 for e in entries]
    return GuardTable.build(list(numbers)), np.array(entry_guard, np.int32)


def _regrouped(counts: NDArray[np.int64], order: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the bounds of groups brought into another order, and where their members come from."""
    starts = np.cumsum(counts) - counts
    bounds = np.concatenate(([0], np.cumsum(counts[order]))).astype(np.int64)
    place = np.repeat(starts[order] - bounds[:-1], counts[order]) + np.arange(bounds[-1])
    return bounds, place
