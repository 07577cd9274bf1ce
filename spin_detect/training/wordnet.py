"""WordNet: which words are near in meaning, read from its `data.*` files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag
from hashlib import sha256
from pathlib import Path

from spin_detect.errors import InputError

WORDNET = Path("/usr/share/wordnet")
"""Where the Debian package wordnet-base puts the files."""

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
"""Parts of speech with the letter that stands for them in pointers."""

_ADJECTIVES = "as"
_HYPERNYM = "@"
_MARKER = re.compile(r"\(.*\)")


class Relation(IntFlag):
    """How a possible original is related to a word; a bit mask, see `Thesaurus`."""

    SYNONYM = 1
    HYPERNYM = 2
    HYPONYM = 4
    SIMILAR = 8
    SISTER = 16
    NEIGHBOUR = 32


_POINTERS = {
    "@": Relation.HYPERNYM,
    "*": Relation.HYPERNYM,
    "~": Relation.HYPONYM,
    "&": Relation.SIMILAR,
    "$": Relation.SIMILAR,
    "^": Relation.SIMILAR,
}
"""Hypernym, entailed verb, hyponym, similar adjective, verb of the same group, see also."""

Relations = dict[str, dict[str, int]]
"""For each lemma, the related lemmas with the bits of their relations."""


@dataclass(frozen=True)
class Synset:
    """One meaning: its single words and its pointers (symbol, place of the other synset, its part of speech)."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, str, str], ...]


def read_wordnet(folder: Path, sisters: int) -> dict[str, Relations]:
    """Return the relations of single words by part of speech; `sisters` is the most hyponyms that still count as such.

    Raises `InputError` naming the Debian package where the files are absent.
    """
    return {part: _relations(_read(folder / f"data.{part}"), letter, sisters) for part, letter in PARTS.items()}


def digest_wordnet(folder: Path) -> str:
    """Return the SHA-256 of all that is read; raise `InputError` as `read_wordnet` does."""
    state = sha256()
    for part in PARTS:
        state.update(_content(folder / f"data.{part}"))
    return state.hexdigest()


def _content(path: Path) -> bytes:
    """Return the bytes of a file; say what to install where it is absent."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(
            f"{path}: not there; install the Debian package wordnet-base, or give the folder of WordNet's data.* files "
            "with --wordnet"
        ) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def _read(path: Path) -> dict[str, Synset]:
    """Return the synsets of one file by their place in it."""
    synsets = {}
    for number, line in enumerate(_content(path).decode("utf-8", "replace").splitlines(), 1):
        if line.startswith("  "):  # The licence stands first, indented.
            continue
        try:
            place, synset = _parse(line)
        except (ValueError, IndexError) as error:
            raise InputError(f"{path}:{number}: not a line of WordNet: {error}") from error
        synsets[place] = synset
    return synsets


def _parse(line: str) -> tuple[str, Synset]:
    """Return place and synset of one line: see wndb(5)."""
    fields = line.split(" | ")[0].split()
    count = int(fields[3], 16)
    words = (_MARKER.sub("", word).lower() for word in fields[4 : 4 + 2 * count : 2])
    at = 4 + 2 * count
    pointers = (tuple(fields[at + 1 + 4 * number : at + 4 + 4 * number]) for number in range(int(fields[at])))
    return fields[0], Synset(
        tuple(word for word in words if "_" not in word),
        tuple((symbol, place, letter) for symbol, place, letter in pointers),
    )


def _relations(synsets: dict[str, Synset], letter: str, sisters: int) -> Relations:
    """Return the relations of one part of speech."""
    relations: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for left, right, relation in _related(synsets, letter, sisters):
        for word in left:
            for other in right:
                if word != other:
                    relations[word][other] = relations[word].get(other, 0) | relation
    return dict(relations)


def _related(
    synsets: dict[str, Synset], letter: str, sisters: int
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Relation]]:
    """Yield groups of words whose members are related to each other."""
    hyponyms: defaultdict[str, list[str]] = defaultdict(list)
    letters = _ADJECTIVES if letter in _ADJECTIVES else letter
    for place, synset in synsets.items():
        yield synset.words, synset.words, Relation.SYNONYM
        for symbol, other, part in synset.pointers:
            if symbol in _POINTERS and part in letters and other in synsets:
                yield synset.words, synsets[other].words, _POINTERS[symbol]
            if symbol == _HYPERNYM:
                hyponyms[other].append(place)
    for places in hyponyms.values():
        if len(places) <= sisters:
            for place in places:
                for other in places:
                    if place != other:
                        yield synsets[place].words, synsets[other].words, Relation.SISTER
