"""The whole way of a batch of texts: tokens in, analyses out. Plain functions over tables and records."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.artefacts import evidence_of, find_artefacts
from spin_detect.channel import BoundLexicon, Edits, open_to_thesaurus
from spin_detect.config import Settings
from spin_detect.context.model import ContextModel, default_model
from spin_detect.context.stream import Stream
from spin_detect.decoding import in_the_running
from spin_detect.evidence import FEATURES, Evidence, gather
from spin_detect.findings import FLOOR, Judged, findings_of
from spin_detect.joint import second_look
from spin_detect.language import LEAST_SHARE, english_share
from spin_detect.lexicon.compile import compiled_for
from spin_detect.places import FROM_EDITS, find_places
from spin_detect.records import Analysis, Verdict
from spin_detect.restoration import make_plan
from spin_detect.scoring import features_of, sigmoid, tally
from spin_detect.sentences import sentence_scores
from spin_detect.verdicts import reasons_of, score_of, verdict_of
from spin_detect.weights import Weights, default_weights
from spin_detect.words import count_words, find_sorted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.records import Finding
    from spin_detect.tokens import TokenTable

PART_TOKENS = 5_000
"""Tokens that are judged at once: enough for array work to pay, few enough for little memory."""

HELD_PARTS, SLIM_PARTS = 80, 400
"""Parts of one table that are held until the score of their text is known: the first (1 MB each) whole, those after
them, in texts of more than 2 MB, without the evidence that only a second look needs. What else there is in texts of
more than 10 MB is read twice: half as long again for that part of it, but in bounded memory."""

SECOND_LOOK = -2.0
"""Log-odds (base e) of a document from which its edits are read again among each other; below, few are reported."""


@dataclass(frozen=True)
class Resources:
    """Model, lexicon and weights, bound together for one set of settings."""

    settings: Settings
    model: ContextModel
    lexicon: BoundLexicon
    weights: Weights

    @property
    def versions(self) -> tuple[str, str]:
        """Return the versions of model and lexicon."""
        return self.model.version, self.lexicon.lexicon.version


@lru_cache(maxsize=8)
def resources(settings: Settings | None = None) -> Resources:
    """Return what the settings ask for, loaded on first use and kept."""
    settings = settings or Settings()
    model = default_model()
    return Resources(settings, model, BoundLexicon(compiled_for(settings), model.vocabulary), default_weights())


def propose(table: TokenTable, loaded: Resources) -> Edits:
    """Return every possible edit of the table's texts, from lexicon and thesaurus."""
    lexicon = loaded.lexicon.lexicon
    allowed = lexicon.allowed_reach(table)
    by_lexicon = loaded.lexicon.propose(lexicon.match(table, allowed))
    closed = allowed > np.arange(len(table))
    by_thesaurus = loaded.model.thesaurus.propose(table, open_to_thesaurus(table, closed))
    words_of_lexicon = np.sort(_place_and_word(by_lexicon)[by_lexicon.length == 1])
    _, known = find_sorted(words_of_lexicon, _place_and_word(by_thesaurus))
    return Edits.join(by_lexicon, by_thesaurus.where(~known))


def _place_and_word(edits: Edits) -> NDArray[np.int64]:
    """Return one number for the place and the first word of each edit."""
    numbers: NDArray[np.int64] = (edits.first << 20) | ((edits.last - edits.first) << 16) | edits.words[:, 0]
    return numbers


def weigh_artefacts(found: list[list[Finding]]) -> NDArray[np.float64]:
    """Return the weight of the artefacts of each document (log-odds)."""
    return np.array([evidence_of(findings) for findings in found], np.float64)


def analyze_table(table: TokenTable, loaded: Resources) -> list[Analysis]:
    """Return the analysis of each text of a table."""
    if not len(table):
        return [_unscored(text, count_words(text), loaded) for text in table.texts]
    judged, document = judge(table, loaded)
    english = english_share(table)
    return [
        _assemble(table, number, judged, float(document[number]), float(english[number]), loaded)
        for number in range(len(table.texts))
    ]


def judge(table: TokenTable, loaded: Resources) -> tuple[Judged, NDArray[np.float64]]:
    """Return the edits that matter with their probabilities, and the log-odds of each document."""
    bounds = table.parts(PART_TOKENS)
    held: deque[_Part] = deque()
    counted = []
    for low, high in bounds:
        part = _read_part(table, low, high, loaded)
        counted.append((part.first_text, part.tallies))
        if len(held) < HELD_PARTS:
            held.append(part)
        elif len(held) < SLIM_PARTS:
            held.append(replace(part, evidence=part.evidence.only(FROM_EDITS)))
    tallies = np.zeros((len(table.texts), counted[0][1].shape[1]))
    for first, counts in counted:
        tallies[first : first + len(counts)] += counts
    artefacts = [find_artefacts(text) for text in table.texts]
    document = loaded.weights.document.log_odds(features_of(tallies, weigh_artefacts(artefacts)))
    results = []
    for low, high in bounds:
        part = held.popleft() if held else _read_part(table, low, high, loaded)
        if part.evidence.names != FEATURES and part.suspected(document):
            part = _read_part(table, low, high, loaded)
        results.append(_judge_part(part, document, loaded))
    edits, right, spun = zip(*results, strict=True)
    return Judged(Edits.join(*edits), np.concatenate(right), np.concatenate(spun), artefacts), document


@dataclass(frozen=True)
class _Part:
    """A run of tokens with its edits: what the documents' scores need of it, and what is needed once they are known."""

    table: TokenTable
    low: int
    first_text: int
    stream: Stream
    edits: Edits
    evidence: Evidence
    odds: NDArray[np.float32]
    tallies: NDArray[np.float64]

    def of_texts(self, document: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds of the texts that the part belongs to."""
        return document[self.first_text : self.first_text + len(self.tallies)]

    def suspected(self, document: NDArray[np.float64]) -> bool:
        """Tell whether one of the texts asks for a second look."""
        return bool(self.of_texts(document).max(initial=SECOND_LOOK) > SECOND_LOOK)


def _read_part(table: TokenTable, low: int, high: int, loaded: Resources) -> _Part:
    """Return the tokens `low:high` with their edits weighed, those without a chance dropped."""
    part = table.part(low, high)
    stream = Stream.of(part, loaded.model.vocabulary)
    edits = propose(part, loaded)
    evidence = gather(part, stream, edits, loaded.model)
    odds = evidence.log_odds(loaded.weights.edit)
    tallies = tally(part, stream, edits, sigmoid(odds), loaded.model)
    kept = in_the_running(edits, odds)
    evidence = Evidence(evidence.rows[kept], evidence.group[kept])
    first_text = int(table.doc[low]) if high > low else 0
    return _Part(part, low, first_text, stream, edits.where(kept), evidence, odds[kept], tallies)


def _judge_part(
    part: _Part, document: NDArray[np.float64], loaded: Resources
) -> tuple[Edits, NDArray[np.float64], NDArray[np.float64]]:
    """Return a part's edits, in token numbers of the whole table, with their probabilities of being right and spun.

    The edits of a place of which none can be reported are left out.
    """
    weights = loaded.weights
    of_texts = part.of_texts(document)
    evidence, odds = part.evidence, part.odds
    if part.suspected(document):
        evidence = second_look(part.stream, part.edits, evidence, odds, loaded.model)
        again = of_texts[part.table.doc[part.edits.first]] > SECOND_LOOK
        odds = np.where(again, evidence.log_odds(weights.edit), odds)
    places = find_places(part.table, part.stream, part.edits, evidence, odds, of_texts, loaded.model)
    # Rivals of the best edit keep their distance from it.
    shift = places.log_odds(weights.place_right) - odds[places.best]
    right = sigmoid(odds + shift[places.of_edit])
    spun = sigmoid(places.log_odds(weights.place_spun))[places.of_edit]
    able = np.zeros(len(places.best), np.bool_)
    able[places.of_edit[np.maximum(right, spun) >= FLOOR]] = True
    shown = np.flatnonzero(able[places.of_edit])
    return part.edits.where(shown).moved(part.low), right[shown], spun[shown]


def _assemble(
    table: TokenTable, number: int, judged: Judged, log_odds: float, english: float, loaded: Resources
) -> Analysis:
    """Return the analysis of one text. `english` is its share of English function words."""
    settings, text = loaded.settings, table.texts[number]
    words = count_words(text)
    if words < settings.min_words or english < LEAST_SHARE:
        return _unscored(text, words, loaded)
    findings = findings_of(table, number, judged, loaded.lexicon, loaded.model.vocabulary, settings)
    score = score_of(log_odds, findings, words, loaded.weights.document)
    verdict = verdict_of(score, settings, loaded.weights.document)
    plan = make_plan(text, findings, settings.min_confidence)
    sentences, restored = sentence_scores(table, number, findings, plan)
    model_version, lexicon_version = loaded.versions
    return Analysis(
        text=text,
        score=score,
        verdict=verdict,
        words=words,
        reasons=reasons_of(findings, words, verdict),
        sentences=sentences,
        findings=tuple(findings),
        plan=plan,
        restored=restored,
        model=model_version,
        lexicon=lexicon_version,
    )


def _unscored(text: str, words: int, loaded: Resources) -> Analysis:
    """Return the analysis of a text that cannot be scored."""
    too_short = words < loaded.settings.min_words
    few = "1 word is" if words == 1 else f"{words} words are"
    reason = f"{few} too few to tell" if too_short else "the text does not look like English"
    model_version, lexicon_version = loaded.versions
    return Analysis(
        text=text,
        score=None,
        verdict=Verdict.UNSCORED,
        words=words,
        reasons=(reason,),
        restored=text,
        model=model_version,
        lexicon=lexicon_version,
    )
