"""A model of a few sentences and tables of tokens, for tests of the core without the shipped model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from spin_detect.channel import Thesaurus
from spin_detect.context.alarms import Alarms
from spin_detect.context.model import ContextModel
from spin_detect.context.ngrams import ORDER, build_ngram_model, pack_levels
from spin_detect.context.vectors import Vectors
from spin_detect.context.vocabulary import BOUNDARY, Vocabulary
from spin_detect.docs import tabulate
from spin_detect.tokens import TokenTable
from spin_detect.words import split_words, tokenizer, word_key

SENTENCES = (
    "the army began the invasion of the country .",
    "the threat of a russian invasion of ukraine grew .",
    "the union imposed new sanctions on the country .",
    "the weather in the country was cold .",
    "a flood of water came over the country .",
)
SYNONYMS = {"irruption": ("invasion", "flood"), "warrants": ("sanctions",), "chilly": ("cold",), "cold": ("chilly",)}


def table_of(*texts: str) -> TokenTable:
    """Return the tokens of some texts, one sentence a paragraph."""
    return tabulate([tokenizer().make_doc(text) for text in texts])


def small_model(sentences: Sequence[str] = SENTENCES, synonyms: Mapping[str, Sequence[str]] = SYNONYMS) -> ContextModel:
    """Return a model that has read the sentences and knows the synonyms."""
    words = sorted({word for text in sentences for word in split_words(text)} | set(synonyms))
    vocabulary = Vocabulary.of(words)
    counts: dict[int, Counter[tuple[int, ...]]] = {order: Counter() for order in range(1, ORDER + 1)}
    for text in sentences:
        ids = [BOUNDARY] * (ORDER - 1) + [vocabulary.id_of[word] for word in split_words(text)]
        for order, counter in counts.items():
            counter.update(tuple(ids[i : i + order]) for i in range(ORDER - order, len(ids) - order + 1))
    total = sum(counts[1].values())
    unigrams = np.full(len(vocabulary.words), np.log(0.2 / total), np.float32)
    for (word,), count in counts[1].items():
        unigrams[word] = np.log(count / total)
    grams, levels = {}, {}
    for order in range(2, ORDER + 1):
        found = sorted(counts[order])
        contexts = Counter[tuple[int, ...]]()
        for gram in found:
            contexts[gram[:-1]] += counts[order][gram]
        grams[order] = np.array([pack(gram) for gram in found], np.uint64)
        levels[order] = pack_levels(
            np.array([counts[order][gram] for gram in found], np.float64),
            np.array([contexts[gram[:-1]] for gram in found], np.float64),
        )
    rows = np.eye(len(vocabulary.words), dtype=np.int8) * 127
    return ContextModel(
        version="small",
        vocabulary=vocabulary,
        ngrams=build_ngram_model(grams, levels, unigrams),
        vectors=Vectors(rows, np.ones(len(vocabulary.words), np.float32)),
        thesaurus=_thesaurus(vocabulary, synonyms),
        alarms=Alarms.none(),
        bookish=np.zeros(len(vocabulary.words), np.float16),
    )


def pack(gram: tuple[int, ...]) -> int:
    """Return an n-gram as the model packs it: 16 bits a word, the last word lowest."""
    return sum(word << (16 * place) for place, word in enumerate(reversed(gram)))


def _thesaurus(vocabulary: Vocabulary, synonyms: Mapping[str, Sequence[str]]) -> Thesaurus:
    """Return a thesaurus of the synonyms, all of one synset."""
    rows = sorted((word_key(word), [vocabulary.id_of[other] for other in others]) for word, others in synonyms.items())
    originals = [other for _, others in rows for other in others]
    return Thesaurus(
        np.array([key for key, _ in rows], np.uint64),
        np.concatenate(([0], np.cumsum([len(others) for _, others in rows]))).astype(np.int32),
        np.array(originals, np.uint16),
        np.ones(len(originals), np.uint8),
        np.full(len(originals), -8, np.int8),
        np.zeros(len(vocabulary.words), np.float16),
    )
