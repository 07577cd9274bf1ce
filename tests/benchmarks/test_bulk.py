"""The bulk benchmark, at tiny size: every part runs, and what is not installed is named."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from tests.benchmarks import bulk, speed
from tests.benchmarks.articles import made_articles
from tests.benchmarks.peers import PEERS, Peer, arpa, as_page, gopher_quality, trafilatura_extraction


@pytest.mark.slow
def test_the_benchmark_runs_at_tiny_size(capsys):
    """Every part measures something, without peers too."""
    bulk.main(["--documents", "3", "--words", "40", "--repeat", "1", "--growth", "12", "--peers", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert list(figures["rates"]) == ["spacy", "spacy anew", "scoring", "bulk"]
    assert all(rate["words_per_second"] > 0 for rate in figures["rates"].values())
    assert figures["workers"]["documents"] == 3 * bulk.FILES
    assert [row["documents"] for row in figures["growth"]] == [12]
    assert figures["growth"][0]["memory_mb"] > 20
    assert "times spacy" in bulk.table(figures)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_every_peer_runs_or_is_named(monkeypatch):
    """A peer that is not installed has a line with the reason; the others work on the same articles."""

    def absent():
        raise ImportError("No module named 'absent'")

    monkeypatch.setitem(PEERS, "absent", Peer(absent))
    measured, missing = bulk.rates(made_articles(2, words=60), PEERS, repeat=1)
    assert missing["absent"] == "not measured: No module named 'absent'"
    assert set(measured) == {"spacy", "spacy anew", "scoring", "bulk", *PEERS} - set(missing)
    figures = {
        "rates": measured,
        "missing": missing,
        "targets": bulk.against_targets(measured),
        "workers": {},
        "growth": [],
        "machine": {"cores": 1, "load_before": 0.0, "load_after": 0.0, "python": "3"},
    }
    assert "absent      not measured: No module named 'absent'" in bulk.table(figures).splitlines()


def test_a_page_holds_the_article():
    """What is extracted from the page is the article, without its surroundings."""
    pytest.importorskip("trafilatura")
    [article] = made_articles(1, words=100)
    [found] = trafilatura_extraction()([as_page(article)])
    assert article.split("\n\n")[0] in found
    assert "All rights reserved" not in found


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_the_heuristics_judge_articles():
    """An article passes and a list of numbers does not: the filter really runs."""
    pytest.importorskip("datatrove")
    article, *rest = gopher_quality()([made_articles(1, words=100)[0], "1 2 3 " * 40])
    assert article is True
    assert rest != [True]


def test_a_model_of_word_pairs():
    """The counts at the head are those of the lines, and each pair has a probability below one."""
    lines = arpa(["a b a\n\na b"]).splitlines()
    assert lines[:3] == ["\\data\\", "ngram 1=5", "ngram 2=5"]
    pairs = lines[lines.index("\\2-grams:") + 1 : -2]
    assert [pair.split("\t")[1] for pair in pairs] == ["<s> a", "a b", "b a", "a </s>", "b </s>"]
    assert all(float(pair.split("\t")[0]) < 0 for pair in pairs)


def test_growth_goes_by_tens():
    """From a thousand documents up; a smaller number stands alone, and none gives no table."""
    assert bulk.growth_sizes(100_000) == [1_000, 10_000, 100_000]
    assert bulk.growth_sizes(5_000) == [1_000]
    assert bulk.growth_sizes(12) == [12]
    assert bulk.growth_sizes(0) == []
    documents = list(bulk.short_documents(250))
    assert len(documents) == 250
    assert all(first != second for first, second in pairwise(documents))


def test_memory_is_that_of_the_process_alone():
    """What this process holds does not count for the one that it measures."""
    held = b"x" * 300_000_000
    assert speed.watched("pass").memory_mb < len(held) / 1_048_576
