from __future__ import annotations

import numpy as np

from spin_detect.channel import MAX_ORIGINALS, MAX_WORDS, BoundLexicon, Edits, Origin, open_to_thesaurus
from spin_detect.lexicon.compile import compile_entries
from spin_detect.lexicon.entries import Entry, Guard
from tests.core.small import small_model, table_of

MODEL = small_model()


def _entry(spun: str, *originals: str, tier: str = "likely", pos: str = "phrase") -> Entry:
    return Entry(spun, originals, pos, tier, Guard(), "s", "d", id=f"d:{spun}")


def _bound(*entries: Entry) -> BoundLexicon:
    return BoundLexicon(compile_entries(list(entries)), MODEL.vocabulary)


def _wordings(edits: Edits) -> list[str]:
    words = MODEL.vocabulary.words
    return [" ".join(words[i] for i in row[:length]) for row, length in zip(edits.words, edits.length, strict=True)]


def test_the_thesaurus_speaks_for_open_words_only():
    """Every original of every open word is an edit, likeliest first; closed words and unknown ones have none."""
    table = table_of("the irruption was chilly and zelenk")
    edits = MODEL.thesaurus.propose(table, np.ones(len(table), bool))
    assert [(int(e), w) for e, w in zip(edits.first, _wordings(edits), strict=True)] == [
        (1, "invasion"),
        (1, "flood"),
        (3, "cold"),
    ]
    assert edits.rank.tolist() == [0, 1, 0]
    assert set(edits.origin.tolist()) == {Origin.THESAURUS}
    assert len(MODEL.thesaurus.propose(table, np.zeros(len(table), bool))) == 0


def test_names_and_protected_words_are_closed():
    """A capital opens a sentence or makes a name; addresses and closed words are never open."""
    table = table_of("Chilly winds hit Chilly and CHILLY at chilly.example.org today")
    closed = np.zeros(len(table), bool)
    closed[-1] = True
    opened = open_to_thesaurus(table, closed)
    assert [table.text_of(i, i + 1) for i in np.flatnonzero(opened)] == ["Chilly", "winds", "hit", "and", "at"]


def test_lexicon_edits_spell_their_originals():
    """Each match brings its first originals as word ids, with tier, rank and form; too long ones are left out."""
    long = " ".join(["country"] * (MAX_WORDS + 1))
    bound = _bound(
        _entry("chilly irruption", "cold invasion", "flood", long), _entry("irruption", "flood", tier="sure")
    )
    table = table_of("the chilly irruption")
    edits = bound.propose(bound.lexicon.match(table))
    assert _wordings(edits) == ["cold invasion", "flood", "flood"]
    assert edits.first.tolist() == [1, 1, 2]
    assert edits.last.tolist() == [3, 3, 3]
    assert edits.origin.tolist() == [Origin.LIKELY, Origin.LIKELY, Origin.SURE]
    assert [bound.lexicon.originals_of(int(f))[int(o)] for f, o in zip(edits.form, edits.option, strict=True)] == [
        "cold invasion",
        "flood",
        "flood",
    ]


def test_an_entry_brings_few_originals():
    """Of many originals the first are taken."""
    words = ["army", "country", "flood", "invasion", "union", "water"]
    bound = _bound(_entry("irruption", *words))
    edits = bound.propose(bound.lexicon.match(table_of("irruption")))
    assert _wordings(edits) == words[:MAX_ORIGINALS]


def test_joined_edits_come_in_the_order_of_the_text():
    """Lexicon and thesaurus make one table, and moving it changes the places alone."""
    bound = _bound(_entry("chilly irruption", "cold invasion"))
    table = table_of("the chilly irruption")
    plain = MODEL.thesaurus.propose(table, np.ones(len(table), bool))
    edits = Edits.join(plain, bound.propose(bound.lexicon.match(table)))
    assert edits.first.tolist() == sorted(edits.first.tolist())
    assert sorted(_wordings(edits)) == ["cold", "cold invasion", "flood", "invasion"]
    assert (edits.moved(7).first - edits.first).tolist() == [7] * len(edits)
    assert _wordings(edits.moved(7)) == _wordings(edits)
