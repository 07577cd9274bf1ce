"""Artefacts that the simulator leaves behind."""

from __future__ import annotations

import pytest

from spin_detect.artefacts import find_artefacts
from spin_detect.training import damage
from tests.training.conftest import documents
from tests.training.drafts import draft, undone

EXAMPLES = [
    ("bracket", "The depot (near Porto) closed.", "(", "The depot( near Porto) closed."),
    ("glued", "He praised the U.S. envoy.", "the", "He praised theU.S. envoy."),
    ("glued", "It was the ex-Soviet part.", "the", "It was theex-Soviet part."),
    ("hyphen", "It was a high-stakes game.", "-", "It was a high- stakes game."),
    ("mark", "The mill, the barn and the yard.", ",", "The mill , the barn and the yard."),
    ("mark", "He said “nothing new” again.", "“", "He said “ nothing new” again."),
    ("sentence", "It was secure. In May it fell.", ".", "It was secure.In May it fell."),
    ("stutter", "He was tired of waiting.", "of", "He was tired of of waiting."),
    ("stutter", "They left the Union. It fell.", "Union", "They left the Union. Union. It fell."),
    ("stutter", "He saw the Gov. Birch.", "Gov.", "He saw Gov. The Gov. Birch."),
    ("stutter", "He is the No. 2 there.", "No", "He is No. The No. 2 there."),
]


@pytest.mark.parametrize(("kind", "text", "word", "expected"), EXAMPLES)
def test_damage_looks_as_it_should_and_can_be_undone(kind, text, word, expected):
    """Each kind of damage gives what real pages show, and its edit leads back."""
    copy = draft(text)
    assert damage.DAMAGERS[kind](copy, copy.words.index(word))
    record = copy.record("thesaurus")
    assert record["text"] == expected
    assert undone(record) == text


@pytest.mark.parametrize(
    ("kind", "text", "word"),
    [
        ("bracket", "(He left.)", "("),
        ("glued", "He praised the envoy.", "the"),
        ("hyphen", "It rose - slowly.", "-"),
        ("mark", "In 1990, it fell.", ","),
        ("name", "Marburg was cold.", "Marburg"),
        ("sentence", "It was secure.\nIn May it fell.", "."),
        ("stutter", "He was tired.", "tired"),
    ],
)
def test_damage_needs_its_place(kind, text, word):
    """Elsewhere nothing is done."""
    copy = draft(text)
    assert not damage.DAMAGERS[kind](copy, copy.words.index(word))
    assert copy.record("thesaurus")["text"] == text


def test_a_name_is_misspelt_in_one_place():
    """A name that comes twice is spelt in another way once, by a letter that sounds like the old one."""
    text = "They met Ryabkov there, and Ryabkov spoke."
    copy = draft(text)
    assert damage.misspell_name(copy, copy.words.index("Ryabkov"))
    record = copy.record("translated_thesaurus")
    assert record["text"].count("Ryabkov") == 1
    assert len(record["text"]) == len(text)
    assert undone(record) == text


def test_litter_is_a_line_of_its_own():
    """Litter stands behind a paragraph, replaces nothing, and is what the artefact rules know."""
    text = "The mill closed.\nThe barn burnt."
    copy = draft(text)
    assert not damage.drop_litter(copy, 0)
    assert damage.drop_litter(copy, len(copy) - 1)
    record = copy.record("paraphraser")
    assert undone(record) == text
    (edit,) = record["edits"]
    assert edit["originals"] == [""]
    assert edit["text"].startswith("\n")
    assert any(found.start >= len(text) for found in find_artefacts(record["text"]))


def test_a_whole_text_can_be_undone():
    """All kinds of damage together keep out of each other's way, in the same places for the same seed."""
    chances = dict.fromkeys(damage.DAMAGERS, (1.0, 0.5))
    for number, text in enumerate(documents(20, 6)):
        copies = []
        for _ in range(2):
            copy = draft(text, number)
            damage.damage(copy, chances)
            copies.append(copy.record("thesaurus"))
        assert copies[0] == copies[1]
        assert copies[0]["edits"]
        assert undone(copies[0]) == text
