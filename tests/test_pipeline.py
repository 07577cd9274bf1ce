"""The spaCy side: component, factory, scorer, saving, as users of spaCy meet them."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc
from spacy.training import Example

import spin_detect
from spin_detect.config import Settings
from spin_detect.docs import tabulate
from spin_detect.errors import ConfigError
from spin_detect.pipeline import SpinDetector, _Cutter, make_pipeline, score_spin

EXAMPLES = Path(__file__).parents[1] / "examples"
SPUN, GENUINE = ((EXAMPLES / f"{name}.txt").read_text("utf-8") for name in ("spun", "genuine"))
BY_NAME = """
import sys, spacy
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
nlp.add_pipe("spin_detect")
doc = nlp(open(sys.argv[1], encoding="utf-8").read())
print(doc._.spin.verdict, len(doc.spans["spin"]))
"""


@pytest.fixture
def nlp():
    """Return a blank pipeline with our component."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("spin_detect")
    return nlp


def test_the_component_is_found_by_its_name():
    """Where the package is installed, `add_pipe` needs no import of ours."""
    if not any(point.name == "spin_detect" for point in entry_points(group="spacy_factories")):
        pytest.skip("needs the package installed: pip install -e .")
    done = subprocess.run(
        [sys.executable, "-c", BY_NAME, EXAMPLES / "spun.txt"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    verdict, spans = done.stdout.split()
    assert verdict == "spun"
    assert int(spans) > 10


def test_findings_are_spans(nlp):
    """Each finding is a span with its kind as label and its entry as id, and the doc carries the analysis."""
    doc = nlp(SPUN)
    analysis = doc._.spin
    assert analysis == spin_detect.analyze(SPUN)
    assert len(doc.spans["spin"]) == len(analysis.findings)
    for span, found in zip(doc.spans["spin"], analysis.findings, strict=True):
        assert span.start_char <= found.start < found.end <= span.end_char
        assert (span.label_, span.id_) == (found.kind.upper(), found.entry or "")


def test_a_doc_made_by_hand_is_judged():
    """Words and spaces are enough; tokens and sentences may come from anywhere."""
    sentence = "The Russian irruption of Ukraine began , and the chastising warrants came ."
    words = sentence.split() * 3
    doc = Doc(spacy.blank("en").vocab, words, sent_starts=[number % 13 == 0 for number in range(len(words))])
    SpinDetector()(doc)
    assert doc._.spin.text == doc.text
    assert all(doc.text[found.start : found.end] == found.text for found in doc._.spin.findings)
    assert "irruption" in {found.text for found in doc._.spin.findings}


PIECES = st.sampled_from(
    ["Go", "on", ".", "?!", "”", "(", "\n", "\n\n", "  ", "don't", "U.S.", "e.g.", "。", "x-y", "3.5", ""]
)
PLAIN = spacy.blank("en")
CUTTER = _Cutter(spacy.blank("en"))


@settings(deadline=None)
@given(st.lists(st.lists(PIECES, max_size=12).map(" ".join), min_size=1, max_size=4))
def test_docs_without_sentences_are_cut_as_the_sentencizer_cuts(texts):
    """Whether or not a component has found the sentences, and whatever stands beside a text, they are the same."""
    silent = list(map(PLAIN.make_doc, texts))
    told = [Sentencizer()(doc) for doc in map(PLAIN.make_doc, texts)]
    expected = tabulate(told).sentence.tolist()
    assert tabulate(silent, texts).sentence.tolist() == expected
    assert tabulate([told[0], *silent[1:]]).sentence.tolist() == expected


def test_two_spaces_after_a_full_stop_do_not_hide_the_next_sentence():
    """Text typed with wide gaps has the sentences of the same text with narrow ones."""
    narrow, wide = "It rained. We stayed! Nobody came.", "It rained.  We stayed!   Nobody came."
    tables = [tabulate([spacy.blank("en")(text)]) for text in (narrow, wide)]
    assert tables[0].sentence.tolist() == tables[1].sentence.tolist()
    assert tables[0].sentence[-1] == 2


def test_sentences_of_the_doc_are_kept():
    """A doc that knows its sentences is not cut at its full stops."""
    words = ["Mr", ".", "Smith", "left", ".", "We", "stayed", "."]
    doc = Doc(spacy.blank("en").vocab, words, sent_starts=[number == 5 for number in range(len(words))])
    assert tabulate([doc]).sentence.tolist() == [0, 0, 0, 0, 0, 1, 1, 1]


@settings(deadline=None)
@given(st.lists(PIECES, max_size=20).map(" ".join))
def test_shown_words_change_no_token(text):
    """What the tokenizer was shown beforehand is cut as it would have been in its text."""
    for doc in (*CUTTER.docs([text]), *CUTTER.docs([text])):
        assert [token.text for token in doc] == [token.text for token in PLAIN(text)]
        assert doc.text == text


def test_an_empty_doc_is_unscored(nlp):
    """Nothing in, nothing said."""
    assert nlp("")._.spin.verdict == "unscored"
    assert [doc._.spin.verdict for doc in nlp.pipe(["", " \n "])] == ["unscored", "unscored"]


def test_a_batch_gives_what_single_docs_give(nlp):
    """Batches of any size, in order."""
    texts = [SPUN, "", GENUINE, "Too short.", SPUN[:900]]
    single = [nlp(text)._.spin for text in texts]
    for size in (1, 2, 64):
        assert [doc._.spin for doc in nlp.pipe(texts, batch_size=size)] == single


def test_analyses_outlive_a_memory_zone(nlp):
    """What was taken from a doc stays when the memory of the doc is gone."""
    with nlp.memory_zone():
        kept = [doc._.spin for doc in nlp.pipe([SPUN, GENUINE])]
    assert kept == list(spin_detect.analyze_many([SPUN, GENUINE]))


def test_settings_and_key_are_configured():
    """Settings reach the judgement, the spans lie under the key that was asked for."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("spin_detect", config={"spans_key": "odd", "settings": {"min_words": 10_000}})
    doc = nlp(SPUN)
    assert doc._.spin.verdict == "unscored"
    assert list(doc.spans) == ["odd"]
    with pytest.raises(ConfigError, match="unknown key 'min_wrods'"):
        nlp.add_pipe("spin_detect", name="other", config={"settings": {"min_wrods": 3}})


def test_a_saved_pipeline_judges_as_before(tmp_path):
    """Settings travel with the pipeline, to disk and to bytes; model and lexicon stay in the package."""
    nlp = make_pipeline(Settings(threshold=1.0, allowed=("chief govt",)))
    nlp.to_disk(tmp_path)
    assert sum(path.stat().st_size for path in (tmp_path / "spin_detect").iterdir()) < 1000
    loaded = spacy.load(tmp_path)
    component = loaded.get_pipe("spin_detect")
    assert component.settings == Settings(threshold=1.0, allowed=("chief govt",))
    assert loaded(SPUN)._.spin == nlp(SPUN)._.spin
    assert SpinDetector().from_bytes(component.to_bytes()).settings == component.settings
    (tmp_path / "spin_detect" / "settings.json").unlink()
    with pytest.raises(ConfigError, match="settings of the component are missing"):
        component.from_disk(tmp_path / "spin_detect")


@pytest.mark.parametrize("size", [0, -1])
def test_a_batch_holds_a_text(size):
    """A batch of none would lose all texts without a word."""
    with pytest.raises(ConfigError, match="batch_size must be at least 1"):
        list(spin_detect.analyze_many([SPUN], batch_size=size))


def test_threads_take_turns(monkeypatch):
    """Two threads never work on a batch at once: the words of one would go with the memory of the other."""
    at_work, met = [], []

    def watched(table, loaded):
        at_work.append(table)
        time.sleep(0.02)
        met.append(len(at_work))
        at_work.pop()
        return [None] * len(table.texts)

    monkeypatch.setattr("spin_detect.pipeline.analyze_table", watched)
    monkeypatch.setattr("spin_detect.pipeline.carry_back", lambda analysis, text: analysis)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(spin_detect.analyze, [GENUINE] * 8))
    assert met == [1] * 8


def test_endless_words_are_not_remembered():
    """What the cutter keeps of texts is bounded in length, not only in number."""
    cutter = _Cutter(spacy.blank("en"))
    list(cutter.docs([f"some words {'x' * 10_000} more"]))
    assert cutter._shown == {"some", "words", "more"}


def _example(nlp, predicted: list[tuple[int, int]], reference: list[tuple[int, int]]) -> Example:
    docs = [nlp.make_doc("one two three four five six") for _ in range(2)]
    for doc, spans in zip(docs, (predicted, reference), strict=True):
        doc.spans["spin"] = [doc[start:end] for start, end in spans]
    return Example(*docs)


def test_the_scorer_counts_overlaps(nlp):
    """Precision over the predicted spans, recall over the reference, over all docs together."""
    scores = score_spin([_example(nlp, [(0, 2), (3, 4)], [(1, 3)]), _example(nlp, [], [(0, 1)])])
    assert scores == {"spin_p": 0.5, "spin_r": 0.5, "spin_f": 0.5}


def test_what_could_not_be_measured_is_none(nlp):
    """Nothing predicted and nothing to find is no zero."""
    assert score_spin([_example(nlp, [], [])]) == {"spin_p": None, "spin_r": None, "spin_f": None}
    assert score_spin([_example(nlp, [], [(0, 1)])])["spin_p"] is None
    assert score_spin([_example(nlp, [(0, 1)], [(3, 4)])]) == {"spin_p": 0.0, "spin_r": 0.0, "spin_f": None}


def test_the_pipeline_evaluates_itself(nlp):
    """`nlp.evaluate` names our scores beside spaCy's own."""
    reference = nlp.make_doc(SPUN)
    reference.spans["spin"] = [reference.char_span(SPUN.index("top minister"), SPUN.index("top minister") + 12)]
    scores = nlp.evaluate([Example(nlp.make_doc(SPUN), reference)])
    assert scores["spin_r"] == 1.0
    assert 0 < scores["spin_p"] < 1
