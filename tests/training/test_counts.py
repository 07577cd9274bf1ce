"""Vocabulary, n-grams, vectors and WordNet, each on the little that shows what it does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spin_detect.context.ngrams import BACKOFF, STEP
from spin_detect.context.vocabulary import CLASSES
from spin_detect.errors import InputError
from spin_detect.training.corpus import find_corpora
from spin_detect.training.counting import added, count_order
from spin_detect.training.ngrams import build_ngrams
from spin_detect.training.tokenising import read_pieces, tokenise
from spin_detect.training.vectors import build_vectors
from spin_detect.training.vocabulary import Numbering, choose_words, count_words, genre_weight
from spin_detect.training.wordnet import read_wordnet
from tests.training.conftest import synset


@pytest.fixture
def counted(tmp_path, recipe):
    """Return recipe, tokens and word counts of a corpus of one genre."""
    (tmp_path / "odd.txt").write_text(
        "The root is 12.\nThe ROOT, the “mark” of Quux.\n\nQuux’s number 7b runneth.", "utf-8"
    )
    recipe = replace(recipe, held_out=10**9, token_characters=10)
    tokenise(find_corpora([tmp_path / "odd.txt"]), tmp_path / "tokens", recipe, 1, lambda line: None)
    return recipe, tmp_path / "tokens", count_words(["odd"], tmp_path / "tokens", recipe)


def test_words_are_counted_in_their_normal_form(counted):
    """Case and typographic quotes make no difference; words that spaCy also uses as names of labels are words."""
    recipe, tokens, counts = counted
    assert len(list(read_pieces(tokens / "odd"))) == 2
    assert counts.counts["the"] == 3 * recipe.genre_limit
    assert counts.counts["root"] == 2 * recipe.genre_limit
    assert counts.counts['"'] == 2 * recipe.genre_limit
    assert counts.counts["'s"] == recipe.genre_limit
    assert counts.is_name("quux", 0.5)


def test_words_outside_the_vocabulary_become_classes(counted):
    """Numbers, names and endings are read as their class; the others by their own number."""
    recipe, tokens, counts = counted
    numbering = Numbering(["the", "root"], counts, recipe)
    read = [CLASSES[number] if number < len(CLASSES) else number for number in numbering.encode(tokens / "odd")]
    start = len(CLASSES)
    assert read[:7] == ["<s>", start, start + 1, "<unk>", "<num>", "<unk>", "<s>"]
    assert "<name>" in read
    assert choose_words(counts, recipe)[:2] == [".", "the"]
    assert not [word for word in choose_words(counts, recipe) if "7" in word]


def test_large_genres_weigh_less(recipe):
    """A genre ten times larger counts more in all, but not ten times more; small ones have a limit."""
    small, large = (tokens * genre_weight(tokens, recipe) for tokens in (10**7, 10**8))
    assert small < large < 10 * small
    assert genre_weight(10, recipe) == recipe.genre_limit


def test_ngrams_never_hold_a_boundary_inside():
    """Boundaries begin and end n-grams; those that would run over one are not counted."""
    ids = np.array([0, 20, 21, 0, 20, 21, 0], np.uint16)
    grams, counts = count_order(ids, 3)
    packed = {(0, 20, 21): 2, (20, 21, 0): 2}
    assert dict(zip(grams.tolist(), counts.tolist(), strict=True)) == {
        (a << 32) | (b << 16) | c: count for (a, b, c), count in packed.items()
    }
    assert len(count_order(ids[:1], 4)[0]) == 0


def test_counts_of_genres_are_added():
    """An n-gram of two genres has the sum of its weighted counts."""
    one = np.array([3, 5], np.uint64), np.array([1.5, 1], np.float32)
    two = np.array([5, 9], np.uint64), np.array([2, 4], np.float32)
    grams, counts = added([one, two])
    assert grams.tolist() == [3, 5, 9]
    assert counts.tolist() == [1.5, 3, 4]


def test_what_is_pruned_backs_off(recipe):
    """A bigram over its threshold has its relative frequency, one under it the frequency of its word alone."""
    recipe = replace(recipe, ngram_thresholds=(2.0, 2.0, 2.0))
    unigrams = np.zeros(30)
    unigrams[[20, 21, 22]] = 8, 4, 2
    empty = np.zeros(0, np.uint64), np.zeros(0, np.float32)
    pairs = np.array([(20 << 16) | 21, (20 << 16) | 22], np.uint64), np.array([4, 1], np.float32)
    model = build_ngrams({2: pairs, 3: empty, 4: empty}, unigrams, recipe)
    windows = np.array([[0, 0, 20, 21], [0, 0, 20, 22]], np.uint16)
    kept, pruned = model.log_probabilities(windows)[:, 0]
    assert kept == pytest.approx(np.log(4 / 8) + 2 * np.log(BACKOFF), abs=STEP)
    assert pruned == pytest.approx(np.log(2 / 14.0) + 3 * np.log(BACKOFF), abs=0.3)


def test_words_of_the_same_company_have_near_vectors(recipe):
    """Two words that stand among the same words come out nearer to each other than to a third."""
    rng = np.random.default_rng(1)
    sea, land = np.arange(30, 36), np.arange(40, 46)
    lines = []
    for _ in range(400):
        topic, word = ((sea, 20 + rng.integers(2)), (land, 22))[rng.integers(2)]
        lines.append([*rng.choice(topic, 4), word, *rng.choice(topic, 4), *[0] * 9])
    frequency = np.full(50, -7.0, np.float32)
    vectors, exact = build_vectors([np.array(lines, np.uint16).ravel()], frequency, recipe)
    assert exact[20] @ exact[21] > exact[20] @ exact[22] + 0.3
    assert vectors.rows.dtype == np.int8
    assert not vectors.rows[: len(CLASSES)].any()


def test_wordnet_relations_go_by_meaning(tmp_path):
    """Synonyms, hypernyms, hyponyms and sisters are told apart; words of several parts are left out."""
    lines = [
        synset(1, ("vessel", "water_craft"), "n"),
        synset(2, ("boat", "bateau"), "n", "001 @ 00000001 n 0000"),
        synset(3, ("ship",), "n", "001 @ 00000001 n 0000"),
    ]
    lines[0] = synset(1, ("vessel", "water_craft"), "n", "001 ~ 00000002 n 0000")
    for part in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"data.{part}").write_text("  1 licence\n" + ("\n".join(lines) if part == "noun" else ""), "utf-8")
    relations = read_wordnet(tmp_path, 12)["noun"]
    assert relations["boat"] == {"bateau": 1, "vessel": 2, "ship": 16}
    assert relations["vessel"] == {"boat": 4, "bateau": 4}
    assert read_wordnet(tmp_path, 1)["noun"]["ship"] == {"vessel": 2}
    (tmp_path / "data.noun").write_text("nonsense\n", "utf-8")
    with pytest.raises(InputError, match=r"data\.noun:1: not a line of WordNet"):
        read_wordnet(tmp_path, 12)
