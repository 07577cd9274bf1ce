"""Peers: each does what its name says, and says what it lacks."""

from __future__ import annotations

import json
import sys

import pytest

from spin_detect.errors import ConfigError, MissingExtraError
from spin_detect.evaluation.peers import PEER_NAMES, PeerOptions, make_peer
from spin_detect.evaluation.peers.frequency import (
    FrequencyPeer,
    SubstitutionPeer,
    lexicon_neighbours,
    wordnet_neighbours,
)
from spin_detect.evaluation.peers.matching import LexiconPeer
from spin_detect.lexicon import Entry, Guard
from spin_detect.records import Step

SPUN = ["The irruption menaced the metropolis.", "An irruption of vermin menaced us.", "The metropolis is menaced."]
GENUINE = ["The invasion threatened the city.", "An invasion of rats threatened us.", "The city is threatened."]


@pytest.fixture
def training(tmp_path):
    path = tmp_path / "training.jsonl"
    rows = [{"text": text, "label": "spun"} for text in SPUN] + [{"text": text, "label": "genuine"} for text in GENUINE]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_lexicon_peer_takes_the_longest_match_of_whole_words():
    """Case is ignored, "cold" inside "coldly" is not a match, and the score is matches per word."""
    peer = LexiconPeer({"chilly battle": ("Cold War",), "chilly": ("cold",), "battle axe": ()})
    first, second = peer.analyse(["Chilly days of the Chilly Battle.", "A chillyish battle."])
    assert first.plan == (Step(0, 6, "Chilly", "cold"), Step(19, 32, "Chilly Battle", "Cold War"))
    assert [found.text for found in first.findings] == ["Chilly", "Chilly Battle"]
    assert first.score == pytest.approx(2 / 6)
    assert (second.findings, second.score) == ((), 0.0)


def test_frequency_peer_ranks_rare_words_over_common_ones():
    """A text of rare words scores higher than its everyday twin; a text without words has a score too."""
    rare, common, empty = FrequencyPeer().analyse(["The abettors averred.", "The people said.", "…"])
    assert rare.score > common.score
    assert empty.score == 0.0


def test_substitution_peer_replaces_rare_words_by_frequent_neighbours():
    """A rare word with a far more frequent neighbour is swapped; a common word and a lone rare one stay."""
    peer = SubstitutionPeer({"abettors": ["allies", "accessories"], "house": ["home"], "quokka": ["setonix"]})
    (analysis,) = peer.analyse(["The abettors house a quokka."])
    assert [(step.old, step.new) for step in analysis.plan] == [("abettors", "allies")]
    assert analysis.score > 0


def test_neighbours_of_the_lexicon_are_single_words():
    """Phrases are left out on both sides."""
    entries = [
        Entry("irruption", ("invasion", "sudden attack"), "noun", "likely", Guard(), "x"),
        Entry("chilly battle", ("war",), "noun", "sure", Guard(), "x"),
    ]
    assert lexicon_neighbours(entries) == {"irruption": {"invasion"}}


def test_wordnet_files_are_read(tmp_path):
    """Words that share a line share a meaning; the licence, phrases and markers of adjectives are passed over."""
    line = "00001740 03 n {count} {words} 000 | a gloss"
    for part in ("noun", "verb", "adj", "adv"):
        (tmp_path / f"data.{part}").write_text("  1 a licence\n", "utf-8")
    (tmp_path / "data.adj").write_text(
        "  1 a licence\n" + line.format(count="03", words="galore(ip) 0 Plentiful 0 a_lot 0") + "\n", "utf-8"
    )
    assert wordnet_neighbours(tmp_path) == {"galore": {"plentiful"}, "plentiful": {"galore"}}


def test_a_missing_wordnet_is_named(tmp_path):
    """The error names the file and the option."""
    with pytest.raises(ConfigError, match=r"data\.noun: cannot be read.*--wordnet"):
        wordnet_neighbours(tmp_path)


@pytest.mark.parametrize("name", ["tfidf", "vectors"])
def test_classifiers_learn_their_training_texts(name, training):
    """Trained on six texts, a classifier scores the spun ones over the genuine ones, and the same every time."""
    pytest.importorskip("sklearn")
    peer = make_peer(name, PeerOptions(training=training))
    scores = [analysis.score for analysis in peer.analyse(SPUN + GENUINE)]
    assert min(scores[:3]) > max(scores[3:])
    assert scores == [
        analysis.score for analysis in make_peer(name, PeerOptions(training=training)).analyse(SPUN + GENUINE)
    ]
    assert peer.analyse([]) == []


@pytest.mark.parametrize("name", ["tfidf", "vectors"])
def test_classifiers_say_what_they_need(name, tmp_path):
    """Without training texts, or with one label only, the error says what to give."""
    with pytest.raises(ConfigError, match="--peer-training FILE"):
        make_peer(name, PeerOptions())
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"text": "All is well.", "label": "genuine"}), "utf-8")
    with pytest.raises(ConfigError, match="needs spun and genuine texts"):
        make_peer(name, PeerOptions(training=path))


def test_kenlm_says_what_it_needs(tmp_path, monkeypatch):
    """Without a model the option is named; without the library, how to install it."""
    with pytest.raises(ConfigError, match="--kenlm-model FILE"):
        make_peer("kenlm", PeerOptions())
    monkeypatch.setitem(sys.modules, "kenlm", None)
    with pytest.raises(MissingExtraError, match="pip install kenlm"):
        make_peer("kenlm", PeerOptions(kenlm_model=tmp_path / "model.bin"))


def test_an_unknown_peer_is_refused_with_the_known_ones():
    """The error lists every name that can be asked for."""
    with pytest.raises(ConfigError) as error:
        make_peer("oracle", PeerOptions())
    assert all(name in str(error.value) for name in PEER_NAMES)
