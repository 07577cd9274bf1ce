"""Simulated spin and the labels that are learnt from it."""

from __future__ import annotations

import numpy as np
import pytest

from spin_detect.context.model import load_model
from spin_detect.lexicon.load import Lexicon
from spin_detect.training.bench import Bench
from spin_detect.training.damage import DAMAGERS
from spin_detect.training.examples import label_edits
from spin_detect.training.families import FAMILIES, families_of
from spin_detect.training.passages import make_passages
from spin_detect.training.simulator import Simulator
from tests.training.conftest import documents
from tests.training.drafts import undone

_OF_ONE = ("abode of learning", "medicinal practitioner")
_OF_TWO = ("frosty weather season", "streamlet")


@pytest.fixture
def bench(trained, lexicon):
    """Return the tiny model and lexicon, ready to read."""
    return Bench.of(load_model(trained), Lexicon.load(lexicon))


def words_of(bench):
    """Return a word for each row of the thesaurus."""
    return [f"row{number}" for number in range(len(bench.model.thesaurus.keys))]


def spin(bench, texts, *, left_out=None):
    """Return spun copies of the texts."""
    simulator = Simulator(
        bench.loaded.lexicon.lexicon,
        bench.families,
        bench.model.thesaurus,
        words_of(bench),
        bench.model.vocabulary,
        left_out=left_out,
    )
    table, stream = bench.tabulate(texts)
    return simulator.spin(table, stream.ids, 3)


def test_every_edit_slices_and_leads_back(bench):
    """Each recorded edit is what stands at its offsets, and putting the originals back gives the text that was spun."""
    texts = documents(30, 9)
    copies = spin(bench, texts)
    assert sum(len(copy["edits"]) for copy in copies) > 30
    for text, copy in zip(texts, copies, strict=True):
        assert undone(copy) == text


def test_a_family_left_out_is_not_used(bench):
    """With one family left out, none of its forms is written, and those of the other are."""
    written = {edit["text"].lower() for copy in spin(bench, documents(60, 9), left_out="one") for edit in copy["edits"]}
    assert not written & set(_OF_ONE)
    assert written & set(_OF_TWO)
    assert {copy["spinner"] for copy in spin(bench, documents(9, 9), left_out="one")} == {"back_translation", "two"}
    with pytest.raises(ValueError, match="three"):
        spin(bench, documents(1, 9), left_out="three")


def test_families_bear_the_names_of_the_gold():
    """Sources of the lexicon play under the names that gold files use; a source of somebody's own makes a family."""
    assert set(families_of(frozenset({"curated-rewriter", "pps", "observed", "mine"}))) == {
        "article_rewriter",
        "back_translation",
        "mine",
        "tortured_scientific",
    }
    assert all(kind in DAMAGERS for family in FAMILIES.values() for kind in family.damage)


def test_each_spinner_has_a_thesaurus_of_its_own(bench):
    """Two volumes of the thesaurus share some pairs and not others; a strict one lists no more than a loose one."""
    simulator = Simulator(
        bench.loaded.lexicon.lexicon, bench.families, bench.model.thesaurus, words_of(bench), bench.model.vocabulary
    )
    ids = range(len(bench.model.vocabulary.words))
    volumes = [[set(simulator.synonyms(word, volume, 63)) for word in ids] for volume in range(8)]
    assert any(volumes[0][word] != volumes[1][word] for word in ids)
    assert all(set(simulator.synonyms(word, 0, 1)) <= volumes[0][word] for word in ids)


def test_passages_are_drawn_the_same_every_time(bench, recipe):
    """The same texts and seed give the same passages, another seed gives others; spun and genuine ones are there."""
    held = [("tales", " ".join(documents(4, number))) for number in range(40)]
    first, second, other = (make_passages(bench, held, [], words_of(bench), recipe, seed) for seed in (1, 1, 2))
    assert first == second != other
    assert {passage["label"] for passage in first} == {"spun", "genuine"}
    longest = recipe.fit_words[1]
    assert all(len(passage["text"].split()) <= longest for passage in first if passage["label"] == "genuine")


def test_labels_tell_right_edits_from_wrong_ones(bench):
    """An edit that brings the original back is right; others at the place are not; elsewhere nothing is at gold."""
    text = "The medicinal practitioner painted the streamlet near the river."
    edit = {"start": 4, "end": 26, "originals": ["doctor"]}
    reading = bench.read([text])
    wordings = [bench.wording(reading.edits, number) for number in range(len(reading.edits))]
    starts = reading.table.start[reading.edits.first]
    right, at_gold, annotated = label_edits(
        [{"text": text, "label": "spun", "edits": [edit]}], reading.table, reading.edits, wordings.__getitem__
    )
    assert {wordings[number] for number in np.flatnonzero(right)} == {"doctor"}
    assert starts[at_gold].max() < 26
    assert "river" in {wordings[number] for number in np.flatnonzero(~at_gold)}
    assert annotated.all()


def test_text_without_annotation_is_not_learnt_from(bench):
    """Edits of a spun text that nobody annotated are marked so, and are neither right nor at gold."""
    text = "The medicinal practitioner painted the streamlet."
    reading = bench.read([text])
    record = {"text": text, "label": "spun", "edits": None}
    right, at_gold, annotated = label_edits([record], reading.table, reading.edits, lambda number: "doctor")
    assert len(right) > 0
    assert not (right | at_gold | annotated).any()
