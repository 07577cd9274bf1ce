"""The benchmark itself, at tiny size: it must run wherever the tests run. Its figures are for people."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks import speed
from tests.benchmarks.articles import made_articles, real_articles


def test_articles_are_made_the_same_every_time():
    """Five hundred words give or take a sentence, no slot left open, another seed another text."""
    first, second = made_articles(2)
    assert made_articles(2) == [first, second]
    assert made_articles(1, seed=1) != [first]
    assert 500 <= len(first.split()) < 530
    assert "{" not in first


def test_real_text_is_cut_into_articles(tmp_path):
    """Pieces of at least so many words, whole lines, no more than asked for."""
    path = tmp_path / "corpus.txt"
    path.write_text("one two three\nfour five\nsix\n" * 3, "utf-8")
    assert real_articles(path, 2, words=5) == ["one two three\nfour five\n", "six\none two three\nfour five\n"]
    assert real_articles(path, 9, words=100) == [path.read_text("utf-8")]


@pytest.mark.slow
def test_the_benchmark_runs_at_tiny_size(capsys):
    """Every part measures something and prints a figure."""
    speed.main(["--articles", "2", "--megabytes", "0.02", "--repeat", "1", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {"throughput", "memory", "start", "linearity"}
    assert all(value > 0 for part in figures.values() for value in part.values())


def test_figures_stand_beside_their_targets():
    """A reader sees at once what is met."""
    text = speed.render({"throughput": {"times_spacy": 7.2, "words": 150_000.0}})
    assert text.splitlines() == [
        "throughput",
        "  times spacy                         7.20   target ≤ 6: MISSED",
        "  words                            150,000",
    ]
