"""The audit: entries are counted in genuine text, and tiers follow the counts."""

from __future__ import annotations

import json
import lzma
import shutil
from pathlib import Path

import pytest

from spin_detect.errors import LexiconError
from spin_detect.lexicon import Lexicon
from spin_detect.lexicon.audit import (
    Audit,
    AuditRow,
    apply_demotions,
    audit_path,
    format_audit,
    misfires,
    read_audit,
)
from spin_detect.lexicon.counting import run_audit
from spin_detect.lexicon.examples import examples

from .conftest import FOLDER

TEXTS = [
    "The irruption of lava buried a village. Economic warrants were issued.",
    "A warrant officer waited. Japanese Europe is a shop in Leeds.",
    "The army held exercises near the border.\n\nA second drill followed. Their bosom friends slept.",
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a corpus in compressed JSON lines."""
    path = tmp_path / "texts.jsonl.xz"
    path.write_bytes(lzma.compress("".join(json.dumps({"text": text}) + "\n" for text in TEXTS).encode()))
    return path


@pytest.mark.parametrize("workers", [1, 2])
def test_entries_are_counted_before_and_after_guards(small: Lexicon, corpus: Path, workers: int) -> None:
    """Every hit is counted, and how many of them the guards leave."""
    audit = run_audit(small, [corpus], workers=workers)
    assert audit.corpora == ("texts.jsonl.xz",)
    assert audit.words == 37
    assert {row.entry: (row.hits, row.after_guards) for row in audit.rows} == {
        "news:irruption": (1, 1),
        "news:warrant#noun": (2, 1),
        "news:warrant#verb": (2, 0),
        "news:officer": (1, 0),
        "news:Japanese Europe": (1, 1),
    }


def test_plain_text_is_read_too(small: Lexicon, tmp_path: Path) -> None:
    """A corpus may be plain text; the watcher is told of files and words."""
    path = tmp_path / "book.txt"
    path.write_text("\n\n".join(TEXTS), "utf-8")
    told: list[tuple[str, int]] = []
    audit = run_audit(small, [path], workers=1, watch=lambda name, words: told.append((name, words)))
    assert len(audit.rows) == 5
    assert told == [(str(path), 37)]


def test_long_texts_are_cut_without_loss(small: Lexicon, tmp_path: Path) -> None:
    """A text longer than a chunk is counted in parts, with every hit."""
    path = tmp_path / "long.txt"
    path.write_text("An irruption came and went, as ever in these parts. " * 45_000, "utf-8")
    assert run_audit(small, [path], workers=1).rows[0].hits == 45_000


def test_tiers_are_demoted_by_the_counts() -> None:
    """`sure` must be free of hits and `likely` rare; nothing is ever promoted."""
    rows = [
        AuditRow("a:one", "sure", 5, 0),
        AuditRow("a:two", "sure", 1, 1),
        AuditRow("a:three", "sure", 30, 21),
        AuditRow("a:four", "likely", 21, 20),
        AuditRow("a:five", "likely", 21, 21),
        AuditRow("a:six", "hint", 0, 0),
    ]
    audit = Audit(("x",), 10_000_000, tuple(rows))
    assert audit.demotions() == {"a:two": "likely", "a:three": "hint", "a:five": "hint"}
    assert audit.retiered(audit.demotions()).demotions() == {}


def test_demotions_are_written_to_the_files(tmp_path: Path, corpus: Path) -> None:
    """Applying demotions changes the tiers of those lines and nothing else."""
    folder = tmp_path / "lexicon"
    shutil.copytree(FOLDER, folder)
    lexicon = Lexicon.load(folder)
    audit = run_audit(lexicon, [corpus], workers=1)
    before = (folder / "en" / "news.tsv").read_text("utf-8")
    changed = apply_demotions(lexicon.entries, audit.demotions())
    after = (folder / "en" / "news.tsv").read_text("utf-8")
    assert changed == [folder / "en" / "news.tsv"]
    assert [entry.id for entry, _ in misfires(audit, lexicon.entries)] == ["news:Japanese Europe"]
    assert list(misfires(audit, Lexicon.load(folder).entries)) == []
    differing = [(old, new) for old, new in zip(before.split("\n"), after.split("\n"), strict=True) if old != new]
    assert differing == [(old, old.replace("sure", "hint").replace("likely", "hint")) for old, _ in differing]
    assert len(differing) == 2


def test_the_table_round_trips(tmp_path: Path) -> None:
    """The table is sorted, names corpora and words, and reads back the same."""
    audit = Audit(
        ("a.txt", "b.jsonl.xz"), 2_000_000, (AuditRow("d:b#noun", "hint", 3, 1), AuditRow("d:a", "sure", 1, 0))
    )
    text = format_audit(audit)
    assert text.split("\n")[:3] == [
        "# 2000000 words of a.txt b.jsonl.xz",
        "entry\ttier\thits\tafter_guards\tper_million\tper_million_after_guards",
        "d:a\tsure\t1\t0\t0.500\t0.000",
    ]
    path = tmp_path / "en-audit.tsv"
    path.write_text(text, "utf-8")
    assert format_audit(read_audit(path)) == text
    path.write_text(text.replace("\t1\t0\t", "\tone\t0\t"), "utf-8")
    with pytest.raises(LexiconError, match=r"en-audit\.tsv:3: not a row of an audit"):
        read_audit(path)


def test_the_table_lies_beside_the_entries(tmp_path: Path) -> None:
    """The table of a lexicon folder is named after the language, that of a file after the file."""
    assert audit_path(FOLDER) == FOLDER / "en-audit.tsv"
    own = tmp_path / "own.tsv"
    own.touch()
    assert audit_path(own) == tmp_path / "own-audit.tsv"


def test_examples_show_where_the_swap_could_stand(small: Lexicon, corpus: Path) -> None:
    """Sentences with an original come with the spun form in its inflection, and misfires with the original."""
    entry = next(entry for entry in small.entries if entry.spun == "workout routine")
    originals, fires = examples(entry, [corpus], 3)
    (example,) = originals
    assert (example.before, example.found, example.after) == ("The army held", "exercises", "near the border.")
    assert example.instead == "workout routines"
    assert fires == []
    entry = next(entry for entry in small.entries if entry.spun == "Japanese Europe")
    assert [(example.found, example.instead) for example in examples(entry, [corpus], 3)[1]] == [
        ("Japanese Europe", "Eastern Europe")
    ]
