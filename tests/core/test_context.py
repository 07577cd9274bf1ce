from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spin_detect.context.model import load_model, save_model
from spin_detect.context.ngrams import BACKOFF, STEP
from spin_detect.context.stream import MARGIN, Stream
from spin_detect.context.vectors import REACH, Vectors, direction
from spin_detect.context.vocabulary import BOUNDARY, CLASSES, NAME, NUMBER, UNKNOWN, Vocabulary
from spin_detect.errors import ModelError
from tests.core.small import SENTENCES, small_model, table_of

MODEL = small_model()


def _ids(*words: str) -> list[int]:
    return [MODEL.vocabulary.id_of[word] for word in words]


def test_known_words_have_ids_and_others_a_class():
    """Numbers, capitalised words and endings are told apart."""
    vocabulary = Vocabulary.of(["army", "n't"])
    words = ["Army", "1,200", "Zelenka", "zelenking", "zelenked", "zelenkly", "zelenks", "zelenkment", "zel"]
    table = table_of(" ".join(words))
    capitalised = np.array([word[0].isupper() for word in words])
    ids = vocabulary.encode(table.key, capitalised, lambda i: words[i])
    assert [vocabulary.words[i] for i in ids] == [
        "army",
        *(CLASSES[i] for i in (NUMBER, NAME)),
        "<unk-ing>",
        "<unk-ed>",
        "<unk-ly>",
        "<unk-s>",
        "<unk-nom>",
        CLASSES[UNKNOWN],
    ]


def test_seen_ngrams_have_their_counts_and_others_back_off():
    """A word after three it followed has its relative frequency; after strangers its own, discounted."""
    seen = np.array([_ids("the", "army", "began", "the")], np.uint16)
    assert MODEL.ngrams.log_probabilities(seen)[0, 0] == pytest.approx(0, abs=STEP)
    unseen = np.array([_ids("cold", "cold", "cold", "army")], np.uint16)
    plain = MODEL.ngrams.unigrams[_ids("army")[0]]
    assert MODEL.ngrams.log_probabilities(unseen)[0, 0] == pytest.approx(plain + 3 * np.log(BACKOFF), abs=1e-4)
    half = np.array([_ids("cold", "cold", "the", "army")], np.uint16)
    assert unseen[0, -1] == half[0, -1]
    assert MODEL.ngrams.log_probabilities(half)[0, 0] > MODEL.ngrams.log_probabilities(unseen)[0, 0]


def test_paragraphs_are_kept_apart():
    """No word sees a word of another paragraph or of another text."""
    table = table_of("the army\n\nthe union", "the weather")
    stream = Stream.of(table, MODEL.vocabulary)
    assert [MODEL.vocabulary.words[i] for i in stream.ids] == ["the", "army", "the", "union", "the", "weather"]
    for first in (0, 2, 4):
        assert stream.padded[stream.place[first] - MARGIN : stream.place[first]].tolist() == [BOUNDARY] * MARGIN


def test_an_edit_that_changes_nothing_gains_nothing():
    """Reading a text with its own words put in is reading it as it is, at every place and width."""
    table = table_of("the army began the invasion of the country .")
    stream = Stream.of(table, MODEL.vocabulary)
    for width in (1, 2, 3):
        first = np.arange(len(table) - width + 1)
        words = np.stack([stream.ids[i : i + width] for i in first])
        lengths = np.full(len(first), width, np.int8)
        read = stream.read(MODEL.ngrams, first, first + width)
        assert np.allclose(stream.read_with(MODEL.ngrams, first, first + width, words, lengths), read)


@settings(deadline=None)
@given(st.data())
def test_a_change_is_read_as_the_whole_text_would_be(data):
    """What is known of the text saves look-ups and changes no probability, at the ends of a paragraph too."""
    words = st.sampled_from([*" ".join(SENTENCES).split(), "zelenka"])
    table = table_of(
        "\n\n".join(data.draw(st.lists(st.lists(words, min_size=1, max_size=9).map(" ".join), min_size=1)))
    )
    stream = Stream.of(table, MODEL.vocabulary)
    first = data.draw(st.integers(0, len(table) - 1))
    last = data.draw(st.integers(first + 1, int(np.searchsorted(table.block, table.block[first], "right"))))
    new = data.draw(
        st.lists(words.map(lambda word: _ids(word)[0] if word != "zelenka" else NAME), min_size=1, max_size=4)
    )
    low, high = stream.place[first], stream.place[last - 1] + 1
    window = np.concatenate([stream.padded[low - MARGIN : low], new, stream.padded[high : high + MARGIN]])
    whole = MODEL.ngrams.log_probabilities(window[None].astype(np.uint16)).sum()
    columns = np.array([[*new, 0, 0]], np.uint16), np.array([len(new)])
    assert stream.read_with(MODEL.ngrams, np.array([first]), np.array([last]), *columns)[0] == pytest.approx(
        whole, abs=1e-4
    )


@given(st.lists(st.integers(0, 45), min_size=1, max_size=4), st.integers(0, 9))
def test_the_company_of_a_word_are_its_neighbours_in_its_own_text(lengths, seed):
    """The mean direction of twelve words to either side, without the word itself and without other texts."""
    rng = np.random.default_rng(seed)
    vectors = Vectors(rng.integers(-90, 91, (20, 6)).astype(np.int8), rng.random(20, np.float32))
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    ids = rng.integers(0, 25, bounds[-1]).astype(np.uint16)
    places = np.flatnonzero(rng.random(len(ids)) < 0.5)
    company = vectors.company(ids, bounds, places)
    said = vectors.said(ids)
    for place, found in zip(places, company, strict=True):
        text = np.searchsorted(bounds, place, "right") - 1
        low, high = max(bounds[text], place - REACH), min(bounds[text + 1], place + REACH + 1)
        around = said[low:place].sum(axis=0) + said[place + 1 : high].sum(axis=0)
        assert np.allclose(found, around / max(np.linalg.norm(around), 1e-6), atol=1e-3)


def test_single_words_mean_what_they_say():
    """The direction of a word is that of the sum that it makes alone; words without a vector point nowhere."""
    vectors = Vectors(np.array([[127, 0], [0, 90], [3, 4]], np.int8), np.array([1.0, 0.5, 0.1], np.float32))
    ids = np.array([0, 1, 2, 7], np.uint16)
    assert np.allclose(vectors.meant(ids), direction(vectors.said(ids)))
    assert np.linalg.norm(vectors.meant(ids), axis=1).tolist() == pytest.approx([1, 1, 0.0131, 0], abs=1e-3)


def test_a_model_reads_back_as_it_was_written(tmp_path):
    """What is saved is what is loaded, and the parts are memory-mapped."""
    save_model(MODEL, tmp_path, seed=3)
    loaded = load_model(tmp_path)
    windows = np.array([_ids("the", "army", "began", "the"), _ids("of", "the", "country", "cold")], np.uint16)
    assert np.array_equal(loaded.ngrams.log_probabilities(windows), MODEL.ngrams.log_probabilities(windows))
    assert loaded.vocabulary.words == MODEL.vocabulary.words
    assert np.array_equal(loaded.thesaurus.originals, MODEL.thesaurus.originals)
    assert json.loads((tmp_path / "meta.json").read_text("utf-8"))["seed"] == 3


def _cut(folder):
    path = folder / "unigrams.npy"
    path.write_bytes(path.read_bytes()[:100])


def _other_type(folder):
    np.save(folder / "unigrams.npy", np.zeros(3))


def _pickled(folder):
    np.save(folder / "unigrams.npy", np.array([{}], object), allow_pickle=True)


def _foreign(folder):
    np.save(folder / "unigrams.npy", np.zeros(3, np.float32))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "unigrams.npy").unlink(), "missing a part"),
        (lambda folder: (folder / "meta.json").unlink(), "the model is missing"),
        (lambda folder: (folder / "meta.json").write_text("{", "utf-8"), "damaged"),
        (lambda folder: (folder / "meta.json").write_text('{"format": 99}', "utf-8"), "format 99 is not 2"),
        (_cut, "damaged"),
        (_other_type, "holds float64, not float32"),
        (_pickled, "damaged"),
        (_foreign, "do not belong together"),
    ],
)
def test_a_damaged_model_is_refused(damage, said, tmp_path):
    """The message names what is wrong and what to do; nothing is unpickled."""
    save_model(MODEL, tmp_path)
    damage(tmp_path)
    with pytest.raises(ModelError, match=said):
        load_model(tmp_path)


def test_typographic_marks_count_as_plain_ones():
    """The same word has the same key, whatever apostrophe it is written with."""
    assert table_of("They don’t – o’clock").key.tolist() == table_of("They don't - o'clock").key.tolist()
