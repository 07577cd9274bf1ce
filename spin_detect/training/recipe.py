"""The recipe: every constant and seed that the trained model depends on, in one place.

Whoever changes a number here changes the bytes of the model; `meta.json` keeps the recipe that a model was made by.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Recipe:
    """What training does, in numbers. Make a variant with `dataclasses.replace`."""

    version: str = "2026.12"
    seed: int = 0

    held_out: int = 50
    """One document in so many is not counted; the alarms and the weights are learnt from these."""
    alarm_tenths: int = 7
    """So many tenths of the held-out documents serve the alarms, the others the weights."""
    token_characters: int = 8_000_000
    """Size of the pieces in which corpora are cut into tokens."""

    genre_tokens: float = 12e6
    genre_power: float = 0.4
    genre_limit: float = 1.25
    """A genre of n tokens is counted (`genre_tokens` / n) ** `genre_power` times, at most `genre_limit` times: large
    genres weigh less than their size, so that newswire and encyclopedia do not drown speeches and blogs. The limit lies
    under the least threshold of n-grams, so that what was seen once in one place is never kept."""

    vocabulary_size: int = 65_536
    """Words and classes together; word ids have 16 bits."""
    vocabulary_name_share: float = 0.5
    """A word outside the vocabulary that is capitalised more often than this is read as a name."""

    ngram_thresholds: tuple[float, float, float] = (1.3, 1.9, 2.5)
    """Least weighted count of the n-grams of 2, 3 and 4 tokens that are kept."""

    vector_words: int = 32_768
    vector_reach: int = 8
    """Words to the right that count as company, and by symmetry to the left."""
    vector_pairs: int = 2
    """Least count of a pair of words at one distance."""
    vector_power: float = 0.75
    """Exponent that raises the share of rare words as company (Levy, Goldberg and Dagan, 2015)."""
    vector_sketch: int = 160
    vector_rounds: int = 4
    vector_size: int = 96
    """Dimensions kept of the randomised decomposition, which works with `vector_sketch` of them in `vector_rounds`."""
    vector_topic_low: float = 6.0
    vector_topic_span: float = 6.0
    """A word says something of the topic from e**-`topic_low` downwards, everything from e**-(low + span) on."""

    thesaurus_rare_zipf: float = 1.0
    """Words outside the vocabulary get thesaurus rows from this frequency on (wordfreq, Zipf scale)."""
    thesaurus_least_spun_id: int = 150
    thesaurus_least_original_id: int = 60
    """The commonest words are neither asked for originals nor offered as such."""
    thesaurus_least_original: float = 2e-7
    """Least relative frequency of a possible original."""
    thesaurus_neighbour_count: int = 30
    thesaurus_neighbour_similarity: float = 0.4
    """The nearest words by their vectors, as many at most and as similar (cosine) at least, may be originals."""
    thesaurus_sisters: int = 12
    """Words under one hypernym count as sisters when it has at most so many hyponyms."""
    thesaurus_trees: int = 150
    thesaurus_rate: float = 0.1
    """Boosted trees that learn from the lexicon what stands for what, and how much each adds."""
    thesaurus_wrong_share: float = 0.1
    """Share of the pairs that the lexicon lacks that are learnt from, weighted accordingly."""
    thesaurus_originals: int = 16
    thesaurus_least_prior: float = -4.5
    """Possible originals kept for a word, at most and from this prior on (log-odds, base e)."""

    alarm_seed: int = 7
    fit_seed: int = 1
    """Added to `seed` for the simulated spin of the first fit, which counts the alarms, and of the second."""
    fit_documents: int = 400
    """Held-out documents of each genre that passages are cut from."""
    fit_words: tuple[int, int] = (36, 220)
    """Shortest and longest passage. Other genuine text of fewer words is not used."""
    fit_least_words: int = 30
    fit_least_edits: int = 2
    """A simulated passage with fewer edits is not used."""
    fit_wrong_share: float = 0.15
    """Share of the wrong edits that are learnt from, weighted accordingly."""
    fit_real_edit: float = 10.0
    fit_real_elsewhere: float = 0.5
    """An edit in a real passage counts so many times one in a simulated passage; outside the gold edits of a spun one,
    where the annotation may have gaps, it counts by the second number less."""
    fit_simulated_document: float = 0.3
    fit_real_documents: tuple[float, float] = (4.0, 2.0)
    """What a simulated document, a spun and a genuine real one count."""
    fit_simulated_place: float = 0.3
    fit_real_places: tuple[float, float] = (2.0, 3.0)
    """What a place counts in a simulated passage, outside the gold edits of a real spun one, elsewhere in real ones."""
    fit_edit_cost: float = 1.0
    fit_document_cost: float = 0.3
    fit_place_cost: float = 1.0
    """Inverse strength of the regularisation (C of scikit-learn's LogisticRegression)."""
    fit_folds: int = 4
    fit_false_positives: tuple[float, float] = (0.05, 0.005)
    """Share of genuine passages that may be called `suspect` and `spun`."""

    def part(self, *names: str) -> dict[str, object]:
        """Return the fields that begin with one of these names: what one step of the training depends on."""
        return {name: value for name, value in asdict(self).items() if name.startswith(names)}
