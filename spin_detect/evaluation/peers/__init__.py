"""Peers: simpler ways to find spin, measured on the same texts in the same run. Each speaks the records of the tool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from spin_detect.errors import ConfigError
from spin_detect.records import Analysis

PEER_NAMES = ("lexicon", "frequency", "substitution", "kenlm", "tfidf", "vectors")
"""Exact lexicon match, mean word frequency, frequency-guided substitution, perplexity, two trained classifiers."""

WORDNET = Path("/usr/share/wordnet")
"""Where the Debian package `wordnet-base` puts its files."""


class Peer(Protocol):
    """Anything that analyses texts; its scores need only rank them, the higher the more likely spun."""

    name: str

    def analyse(self, texts: list[str]) -> list[Analysis]:
        """Return one analysis for each text, in order."""


@dataclass(frozen=True, slots=True)
class PeerOptions:
    """What peers need from the user: labelled texts to train on (JSONL), an n-gram model, the folder of WordNet."""

    training: Path | None = None
    kenlm_model: Path | None = None
    wordnet: Path = WORDNET
    seed: int = 0


def make_peer(name: str, options: PeerOptions) -> Peer:
    """Return a peer, ready to analyse.

    Raises `ConfigError` for an unknown name or a missing option, `MissingExtraError` for a library not installed.
    """
    makers: dict[str, Callable[[PeerOptions], Peer]] = {
        "lexicon": _lexicon,
        "frequency": _frequency,
        "substitution": _substitution,
        "kenlm": _kenlm,
        "tfidf": _tfidf,
        "vectors": _vectors,
    }
    if name not in makers:
        raise ConfigError(f"there is no peer {name!r}; known are {', '.join(PEER_NAMES)}")
    return makers[name](options)


def _lexicon(options: PeerOptions) -> Peer:
    from spin_detect.evaluation.peers.matching import LexiconPeer
    from spin_detect.lexicon import default_lexicon

    return LexiconPeer({entry.spun: entry.originals for entry in default_lexicon().entries})


def _frequency(options: PeerOptions) -> Peer:
    from spin_detect.evaluation.peers.frequency import FrequencyPeer

    return FrequencyPeer()


def _substitution(options: PeerOptions) -> Peer:
    from spin_detect.evaluation.peers.frequency import SubstitutionPeer, lexicon_neighbours, wordnet_neighbours
    from spin_detect.lexicon import default_lexicon

    neighbours = lexicon_neighbours(default_lexicon().entries)
    for word, others in wordnet_neighbours(options.wordnet).items():
        neighbours.setdefault(word, set()).update(others)
    return SubstitutionPeer(neighbours)


def _kenlm(options: PeerOptions) -> Peer:
    from spin_detect.evaluation.peers.perplexity import PerplexityPeer

    if options.kenlm_model is None:
        raise ConfigError("the peer 'kenlm' needs a model file: give one with --kenlm-model FILE")
    return PerplexityPeer(options.kenlm_model)


def _tfidf(options: PeerOptions) -> Peer:
    from spin_detect.evaluation.peers.trained import train_tfidf

    return train_tfidf(*_training(options, "tfidf"), seed=options.seed)


def _vectors(options: PeerOptions) -> Peer:
    from spin_detect.evaluation.peers.trained import train_vectors

    return train_vectors(*_training(options, "vectors"), seed=options.seed)


def _training(options: PeerOptions, name: str) -> tuple[Sequence[str], Sequence[bool]]:
    """Return the texts and labels that a classifier learns from."""
    from spin_detect.evaluation.gold import load_gold

    if options.training is None:
        raise ConfigError(f"the peer {name!r} learns from labelled texts: give them with --peer-training FILE")
    records = load_gold([options.training])
    spun = [record.spun for record in records]
    if len(set(spun)) < 2:
        raise ConfigError(f"{options.training}: the peer {name!r} needs spun and genuine texts to learn from")
    return [record.text for record in records], spun
