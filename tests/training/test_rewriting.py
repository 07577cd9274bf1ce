"""Light rewriting by rule, as translation there and back leaves it."""

from __future__ import annotations

import pytest

from spin_detect.training import rewriting
from tests.training.conftest import documents
from tests.training.drafts import draft, undone

EXAMPLES = [
    (rewriting.swap_small_words, "He left because of rain.", "because", {"He left due to rain."}),
    (rewriting.swap_small_words, "It was cold as well as dark.", "as", {"It was cold and also dark."}),
    (rewriting.drop_article, "They lifted the sanctions.", "the", {"They lifted sanctions."}),
    (rewriting.drop_article, "The harbour froze.", "The", {"Harbour froze."}),
    (rewriting.add_article, "A treaty of friendship lapsed.", "friendship", {"A treaty of the friendship lapsed."}),
    (
        rewriting.change_tense,
        "Mira opened the gate.",
        "opened",
        {"Mira has opened the gate.", "Mira had opened the gate."},
    ),
    (rewriting.move_adverb, "It has already begun.", "has", {"It already has begun."}),
    (rewriting.move_adverb, "Trade quickly recovered.", "quickly", {"Trade recovered quickly."}),
    (rewriting.move_adverb, "Prices climbed slowly.", "climbed", {"Prices slowly climbed."}),
    (rewriting.turn_pair, "It hurt trade and investment.", "trade", {"It hurt investment and trade."}),
    (rewriting.turn_genitive, "He met the mayor of Ghent.", "the", {"He met Ghent's mayor."}),
    (rewriting.turn_genitive, "Ghent's mayor, 40, left.", "Ghent", {"The mayor of Ghent, 40, left."}),
    (rewriting.turn_attribution, "“It rains,” Ada Birch said.", "Ada", {"“It rains,” said Ada Birch."}),
    (rewriting.turn_attribution, "“It rains,” said Ada Birch.", "said", {"“It rains,” Ada Birch said."}),
    (rewriting.move_clause, "In 1990, the mill closed down.", "In", {"The mill closed down in 1990."}),
    (
        rewriting.move_clause,
        "The mill closed down when orders fell.",
        "The",
        {"When orders fell, the mill closed down."},
    ),
    (rewriting.turn_passive, "Ada Birch painted the long wall.", "Ada", {"The long wall was painted by Ada Birch."}),
]


def ran(rule, text, word, seed=0):
    """Try a rule at the first token that reads `word`; return what it said and the record."""
    copy = draft(text, seed)
    changed = rule(copy, copy.words.index(word))
    return changed, copy.record("back_translation")


@pytest.mark.parametrize(("rule", "text", "word", "expected"), EXAMPLES)
def test_a_rule_does_what_it_says_and_can_be_undone(rule, text, word, expected):
    """Each rule changes its example as described, and the recorded edits lead back."""
    changed, record = ran(rule, text, word)
    assert changed
    assert undone(record) == text
    if len(expected) == 1 and rule is rewriting.swap_small_words:
        assert expected & {ran(rule, text, word, seed)[1]["text"] for seed in range(20)}
    else:
        assert record["text"] in expected


@pytest.mark.parametrize(
    ("rule", "text", "word"),
    [
        (rewriting.drop_article, "He met the Mayor.", "the"),
        (rewriting.add_article, "He spoke of it.", "it"),
        (rewriting.change_tense, "The gate opened slowly.", "opened"),
        (rewriting.move_adverb, "The old mill.", "old"),
        (rewriting.turn_pair, "He sold salt and grey cloth.", "salt"),
        (rewriting.turn_genitive, "He met the mayor of New York.", "the"),
        (rewriting.turn_genitive, "Ghent's old mayor left.", "Ghent"),
        (rewriting.turn_attribution, "Ada Birch said it rains.", "Ada"),
        (rewriting.move_clause, "In 1990, the mill, now old, closed down.", "In"),
        (rewriting.move_clause, "In 1990, it closed; nobody came.", "In"),
        (rewriting.turn_passive, "Ada Birch painted the wall of a house.", "Ada"),
    ],
)
def test_a_rule_leaves_alone_what_it_cannot_be_sure_of(rule, text, word):
    """Where the tokens do not show the whole construction, nothing is changed."""
    changed, record = ran(rule, text, word)
    assert not changed
    assert record["text"] == text


def test_every_rule_has_an_example():
    """No rule is without a test."""
    assert {rule for rule, *_ in EXAMPLES} == set(rewriting.RULES)


def test_a_whole_text_can_be_undone():
    """Rewriting at any rate changes a text, in the same way for the same seed, and its edits lead back to it."""
    for number, text in enumerate(documents(20, 5)):
        copies = []
        for _ in range(2):
            copy = draft(text, number)
            rewriting.rewrite(copy, 0.5)
            copies.append(copy.record("back_translation"))
        assert copies[0] == copies[1]
        assert copies[0]["text"] != text
        assert undone(copies[0]) == text
