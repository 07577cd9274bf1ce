"""The open-vocabulary benchmark, at tiny size: what it takes out and puts in. Its figures are for people."""

from __future__ import annotations

import json

import pytest

from spin_detect.config import Settings
from spin_detect.lexicon.entries import HEADER
from spin_detect.lexicon.load import Lexicon
from tests.benchmarks import open_vocabulary
from tests.benchmarks.open_vocabulary import Pair, read_pairs, sentences_with, spun_texts, unspun, without

SENTENCES = [
    f"The {adjective} ferry crossed the salt marsh at noon with {count} people on its upper deck."
    for count, adjective in enumerate(("old", "white", "small", "new", "slow", "blue"))
]
PHRASES = ["saline bog", "briny fen", "salted swamp", "sodium mire", "brackish morass", "table quagmire"]


def test_pairs_of_plain_words_are_read(tmp_path):
    """Uncertain and conditional pairs, names, single words and repeated phrases are left out."""
    path = tmp_path / "pairs.tsv"
    rows = [
        "phrase\texpected\tuncertain\tcondition",
        "saline bog\tsalt marsh\t0\t",
        "saline bog\tsea marsh\t0\t",
        "briny fen\tsalt marsh\t1\t",
        "salted swamp\tsalt marsh\t0\tnear water",
        "Saline Fen\tsalt marsh\t0\t",
        "swamp\tmarsh\t0\t",
    ]
    path.write_text("\n".join(rows), "utf-8")
    assert read_pairs(path) == [Pair("saline bog", "salt marsh")]


def test_every_pair_gets_a_sentence_of_its_own():
    """Five sentences make a text, each phrase is an edit with what stood there; putting that back gives the text."""
    found = sentences_with({"salt marsh", "upper hand"}, [" ".join(SENTENCES), "A salt marsh."])
    assert found == {"salt marsh": SENTENCES}
    pairs = [Pair(phrase, "salt marsh") for phrase in PHRASES]
    (record,) = spun_texts([*pairs, Pair("higher palm", "upper hand")], found, 1)
    edits = record.edits or ()
    assert len({edit.text for edit in edits} & set(PHRASES)) == len(edits) == 5
    assert all(record.text[edit.start : edit.end] == edit.text for edit in edits)
    assert set(unspun(record).text.replace(". ", ".\n").split("\n")) < set(SENTENCES)


def test_entries_with_a_form_that_is_asked_for_are_taken_out(tmp_path):
    """The plural of an entry gives it away as the entry itself does; others stay."""
    path = tmp_path / "few.tsv"
    rows = [HEADER, "briny fen\tsalt marsh\tnoun\tsure\t\town", "saline bog\tsalt marsh\tnoun\tsure\t\town", ""]
    path.write_text("\n".join(rows), "utf-8")
    loaded = without(Lexicon.load(path), {"saline bogs"}, Settings())
    assert set(loaded.lexicon.lexicon.surfaces) == {"briny fen", "briny fens"}


@pytest.mark.slow
def test_the_benchmark_runs_at_tiny_size(tmp_path, capsys):
    """It prints a row for each lexicon, and one for the texts that were never spun."""
    pairs, sentences = tmp_path / "pairs.tsv", tmp_path / "held.jsonl"
    pairs.write_text("\n".join(["phrase\texpected", *(f"{phrase}\tsalt marsh" for phrase in PHRASES)]), "utf-8")
    sentences.write_text(json.dumps({"text": " ".join(SENTENCES)}), "utf-8")
    open_vocabulary.main(["--pairs", str(pairs), "--sentences", str(sentences)])
    first, _, *rows = capsys.readouterr().out.splitlines()
    assert first == "6 pairs, 5 of them in sentences, 1 texts"
    assert [row[:22].strip() for row in rows] == ["without the phrases", "whole lexicon", "terms left in place"]
