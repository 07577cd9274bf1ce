"""Inflection: the forms of words and phrases."""

from __future__ import annotations

import pytest

from spin_detect.inflection import inflect, loose_forms, realise, variants
from spin_detect.lexicon import Lexicon
from spin_detect.lexicon.entries import Entry, Guard
from spin_detect.lexicon.expansion import expand

UPOS = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}


@pytest.mark.parametrize(
    ("lemma", "pos", "tag", "form"),
    [
        ("exercise", "noun", "NNS", "exercises"),
        ("person", "noun", "NNS", "people"),
        ("equipment", "noun", "NNS", "equipment"),
        ("aircraft", "noun", "NNS", "aircraft"),
        ("routine", "noun", "NNS", "routines"),
        ("thanks", "noun", "NNS", "thanks"),
        ("CEO", "noun", "NNS", "CEOs"),
        ("American", "noun", "NNS", "Americans"),
        ("policy-maker", "noun", "NNS", "policy-makers"),
        ("head of state", "noun", "NNS", "heads of state"),
        ("workout routine", "noun", "NNS", "workout routines"),
        ("avow", "verb", "VBN", "avowed"),
        ("lie", "verb", "VBN", "lain"),
        ("be in charge of", "verb", "VBP", "are in charge of"),
        ("lay off", "verb", "VBG", "laying off"),
        ("spot-check", "verb", "VBD", "spot-checked"),
        ("big", "adj", "JJR", "bigger"),
        ("important", "adj", "JJR", "more important"),
        ("quickly", "adv", "RBS", "most quickly"),
        ("in good health", "adj", "JJR", "more in good health"),
        ("on the off chance that", "phrase", "NNS", "on the off chance that"),
    ],
)
def test_realise(lemma: str, pos: str, tag: str, form: str) -> None:
    """A lemma takes the form of a tag, whatever kind of word or phrase it is."""
    assert realise(lemma, pos, tag) == form


def test_inflect_gives_the_usual_form_of_each_tag() -> None:
    """Every tag of the part of speech has one usual form; what never inflects has none."""
    verb = {"VB": "go", "VBP": "go", "VBZ": "goes", "VBD": "went", "VBN": "gone", "VBG": "going"}
    assert inflect("go", "verb") == verb
    assert inflect("recent", "adj") == {"JJ": "recent"}
    assert inflect("Cold War", "name") == {}


def test_variants_hold_both_spellings() -> None:
    """Spelling variants are found on the spun side, the usual one first."""
    assert variants("travel", "verb")["VBD"] == ("traveled", "travelled")
    assert variants("head of state", "noun")["NNS"] == ("heads of state", "head of states")


@pytest.mark.parametrize(
    ("spun", "original", "forms"),
    [
        ("coding", "programming", {"coding": ("programming",), "codings": ("programming",)}),
        ("irruption", "invasion", {"irruption": ("invasion",), "irruptions": ("invasions",)}),
        ("fish", "catch", {"fish": ("catch",), "fishes": ("catches",)}),
        ("little", "few", {"little": ("few",)}),
    ],
)
def test_no_plural_is_offered_that_nobody_writes(spun: str, original: str, forms: dict[str, tuple[str, ...]]) -> None:
    """A plural stands for the singular of an original that has none; others keep their number."""
    found = expand(Entry(spun, (original,), "noun", "hint", Guard(), "s", "d", id="d:x"))
    assert {surface: tuple(wordings) for surface, wordings in found.items()} == forms


def test_loose_forms_follow_the_dictionary() -> None:
    """A guard word matches as noun, verb and adjective, as far as it can be one."""
    assert set(loose_forms("impose")) == {"impose", "imposes", "imposed", "imposing"}
    assert {"bosom friend", "bosom friends"} <= set(loose_forms("bosom friend"))


def test_generated_forms_agree_with_the_dictionary(small: Lexicon) -> None:
    """Every generated form of a single-word entry leads back to its lemma."""
    from lemminflect import getAllLemmas

    for entry in small.entries:
        if entry.pos in UPOS and entry.spun.isalpha():
            for forms in variants(entry.spun, entry.pos).values():
                for form in forms:
                    known = getAllLemmas(form).get(UPOS[entry.pos])
                    assert known is None or entry.spun in known, f"{entry.id}: {form}"
