"""The learnt channel: links between words, and what the lexicon teaches of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spin_detect.training.associations import LINKS, Lexis, associate
from spin_detect.training.prior import UNTAUGHT, learn_channel, swaps_of
from spin_detect.training.wordnet import PARTS, Relation

_LEMMAS = ("abode", "digs", "dwelling", "home", "house", "lodging", "pelf", "money")
_SYNONYM = int(Relation.SYNONYM)
_RELATIONS = {
    "abode": {"dwelling": _SYNONYM, "home": int(Relation.HYPERNYM)},
    "dwelling": {"abode": _SYNONYM, "house": _SYNONYM},
    "house": {"dwelling": _SYNONYM},
}


@pytest.fixture
def lexis():
    """Return eight words, all of which may be originals; the last two keep the same company."""
    vectors = np.eye(8, dtype=np.float32)
    vectors[7] = vectors[6]
    return Lexis(_LEMMAS, np.full(8, -8, np.float32), vectors, np.ones(8, bool))


def links(found, spun, original):
    """Return the names of the links between two words."""
    pair = (found.spun == _LEMMAS.index(spun)) & (found.original == _LEMMAS.index(original))
    return {name for row in found.links[pair] for name, count in zip(LINKS, row, strict=True) if count}


def test_words_are_linked_by_one_step_and_by_two(lexis, recipe):
    """A synonym, a parent and a synonym of a synonym are told apart; no word is linked to itself."""
    found = associate(lexis, _RELATIONS, {}, recipe)
    assert links(found, "abode", "dwelling") == {"synonym"}
    assert links(found, "abode", "home") == {"hypernym"}
    assert links(found, "abode", "house") == {"synonym of a synonym"}
    assert links(found, "pelf", "money") == {"neighbour"}
    assert not (found.spun == found.original).any()


def test_the_lexicon_links_words_that_it_does_not_pair(lexis, recipe):
    """Two words that stand for one are linked, and a word with what its original stands for."""
    swaps = {"digs": ["home"], "lodging": ["home"], "home": ["house"]}
    found = associate(lexis, {}, swaps, recipe)
    assert links(found, "digs", "lodging") == {"stand for the same"}
    assert links(found, "digs", "house") == {"stands for what stands for it"}
    assert links(found, "house", "home") == {"stands for it"}


def test_only_open_words_are_originals(lexis, recipe):
    """A word that may not be an original is never one, and may still have some."""
    closed = replace(lexis, open=np.array([lemma != "dwelling" for lemma in _LEMMAS]))
    found = associate(closed, _RELATIONS, {}, recipe)
    assert links(found, "abode", "dwelling") == set()
    assert links(found, "dwelling", "house") == {"synonym"}


def test_the_relation_names_single_steps_before_company(lexis, recipe):
    """The bits of a pair are those of its single steps; company alone makes a neighbour."""
    found = associate(lexis, _RELATIONS, {}, recipe)
    bits = {(_LEMMAS[a], _LEMMAS[b]): bit for a, b, bit in zip(found.spun, found.original, found.relation, strict=True)}
    assert bits["abode", "dwelling"] == Relation.SYNONYM
    assert bits["abode", "house"] == 0
    assert bits["pelf", "money"] == Relation.NEIGHBOUR


def _world(*, taught: bool):
    """Return 300 nouns in a chain of synonyms; if `taught`, every second stands for the one before it."""
    lemmas = tuple(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(300))
    relations = {
        lemma: {lemmas[n - 1]: _SYNONYM, lemmas[(n + 7) % 300]: int(Relation.SISTER)} for n, lemma in enumerate(lemmas)
    }
    swaps = {lemmas[n]: [lemmas[n - 1]] for n in range(1, 300, 2)} if taught else {}
    empty = Lexis((), np.zeros(0, np.float32), np.zeros((0, 4), np.float32), np.zeros(0, bool))
    full = Lexis(lemmas, np.full(300, -9, np.float32), np.zeros((300, 4), np.float32), np.ones(300, bool))
    lexes = {part: full if part == "noun" else empty for part in PARTS}
    return lemmas, lexes, {part: relations if part == "noun" else {} for part in PARTS}, {"noun": swaps}


def test_words_that_the_lexicon_lacks_learn_from_those_it_has(recipe):
    """Where the lexicon swaps synonyms and never sisters, an unknown word rather stands for its synonym."""
    lemmas, lexes, relations, swaps = _world(taught=True)
    channel = learn_channel(lexes, relations, swaps, replace(recipe, thesaurus_least_prior=-50.0))
    kin = channel.kin["noun"][lemmas[10]]
    assert kin[lemmas[9]].prior > kin[lemmas[17]].prior + 2
    assert kin[lemmas[9]].relation == Relation.SYNONYM
    assert channel.fan_out["noun"][lemmas[9]] > 0


def test_nothing_to_learn_from_leaves_all_pairs_alike(recipe):
    """Without a swap in the lexicon every pair has the same prior, and stays."""
    lemmas, lexes, relations, swaps = _world(taught=False)
    channel = learn_channel(lexes, relations, swaps, recipe)
    assert {kinship.prior for kinship in channel.kin["noun"][lemmas[10]].values()} == {UNTAUGHT}


def test_swaps_are_single_words():
    """Phrases on either side are left out, and originals of one word come together."""
    entries = [
        ("noun", "digs", ("home", "rented room")),
        ("noun", "digs", ("lodging",)),
        ("phrase", "so as to", ("to",)),
    ]
    assert swaps_of(entries) == {"noun": {"digs": ["home", "lodging"]}}
