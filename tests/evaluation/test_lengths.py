"""Cutting genuine texts to the lengths of the spun ones."""

from __future__ import annotations

import random

from spin_detect.evaluation.gold import GoldRecord
from spin_detect.evaluation.lengths import LONG, cut, evaluation_texts, matched


def record(name: str, words: int, *, spun: bool) -> GoldRecord:
    text = " ".join(f"word{i}." if i % 7 == 6 else f"word{i}" for i in range(words))
    return GoldRecord(id=name, text=text, spun=spun)


GOLD = [record(f"s-{i}", 10 + 10 * i, spun=True) for i in range(5)] + [
    record(f"g-{i}", 80 + i, spun=False) for i in range(10)
]


def test_every_draw_deals_out_the_spun_lengths():
    """Five spun texts of 10 to 50 words and ten genuine ones: every length is cut twice in every draw."""
    cuts = matched(GOLD, draws=3)
    assert len(cuts) == 30
    for draw in range(3):
        lengths = sorted(text.words for text in cuts if text.id.endswith(f"+{draw}"))
        assert lengths == [10, 10, 20, 20, 30, 30, 40, 40, 50, 50]


def test_cuts_are_passages_of_their_whole_text():
    """A cut stands word for word in the text it was cut from, and begins where a sentence begins."""
    whole = {record.id: record.text for record in GOLD}
    for text in matched(GOLD, draws=2):
        start = whole[text.cut_of].index(text.text)
        assert start == 0 or whole[text.cut_of][start - 2] == "."
        assert (text.spun, text.edits) == (False, None)


def test_draws_are_seeded_and_differ():
    """The same seed cuts the same passages, another seed others."""
    assert matched(GOLD) == matched(GOLD)
    assert matched(GOLD) != matched(GOLD, seed=1)
    assert len({text.text for text in matched(GOLD, draws=4)}) > 10


def test_a_length_nobody_reaches_leaves_the_longest_text_whole():
    """One spun text longer than both genuine ones: they stay uncut."""
    gold = [record("s", 90, spun=True), record("g-1", 40, spun=False), record("g-2", 60, spun=False)]
    assert sorted(text.words for text in matched(gold, draws=1)) == [40, 60]


def test_long_texts_are_matched_among_themselves():
    """With a lower bound, shorter texts of either label are left out."""
    gold = [*GOLD, record("s-long", 120, spun=True), record("g-long", 150, spun=False)]
    (text,) = matched(gold, draws=1, min_words=LONG)
    assert (text.cut_of, text.words) == ("g-long", 120)


def test_one_label_alone_cannot_be_matched():
    """Without spun or without genuine texts there is nothing to cut."""
    assert matched(GOLD[:5]) == matched(GOLD[5:]) == []


def test_evaluation_texts_have_one_id_each():
    """The gold comes first, in order, and no id comes twice."""
    texts = evaluation_texts([*GOLD, record("s-9", 120, spun=True), record("g-99", 150, spun=False)])
    assert texts[: len(GOLD)] == GOLD
    assert len({text.id for text in texts}) == len(texts)


def test_cutting_keeps_the_white_space_between_words():
    """Line breaks inside the passage stay; a text that is short enough stays whole, spaces and all."""
    assert cut("One two\n\nthree four", 3, random.Random(0)) == "One two\n\nthree"
    assert cut("  One two ", 2, random.Random(0)) == "  One two "
