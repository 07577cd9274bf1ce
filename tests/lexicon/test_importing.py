"""Importing published lists of tortured phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from spin_detect.errors import LexiconError
from spin_detect.lexicon import read_entries
from spin_detect.lexicon.entries import format_entries
from spin_detect.lexicon.importing import guard_of, import_pps

from .conftest import DATA


def test_a_snapshot_becomes_entries_for_review(tmp_path: Path) -> None:
    """Phrases become lemmas, conditions guards, guesses hints; what cannot be an entry is counted by reason."""
    imported = import_pps(DATA / "lists" / "tab.tsv")
    rows = {entry.spun: entry.row.split("\t")[1:] for entry in imported.entries}
    assert rows["profound wisdom"] == ["deep insight", "noun", "likely", "", "pps"]
    assert rows["irregular timberland"] == ["random forest", "noun", "likely", "with:machine learning", "pps"]
    assert rows["tree of choice"][3] == "with:classifier|split"
    assert rows["leaf examination"][3] == "without:botany"
    assert rows["guessed thing"][2] == "hint"
    assert rows["leafy, green net"][0] == "convolutional net|graph net"
    assert imported.left_out == {"the words of the phrase need not be neighbours": 1, "no expected wording": 1}
    path = tmp_path / "pps.tsv"
    path.write_text(format_entries(imported.entries), "utf-8")
    assert len(read_entries(path)) == len(imported.entries) == 6


def test_other_exports_are_understood() -> None:
    """A comma-separated export with other headings and conditions inside the phrase is read too."""
    entries = import_pps(DATA / "lists" / "export.csv").entries
    rows = {entry.spun: (entry.originals, str(entry.guard)) for entry in entries}
    assert rows == {
        "profound wisdom": (("deep insight",), ""),
        "irregular timberland": (("random forest",), "with:machine learning"),
    }


def test_what_other_sources_have_is_left_out() -> None:
    """With known entries, only what is new is imported; entries of the list itself do not count as known."""
    imported = import_pps(DATA / "lists" / "tab.tsv")
    assert import_pps(DATA / "lists" / "tab.tsv", known=imported.entries).entries == imported.entries
    again = import_pps(DATA / "lists" / "tab.tsv", source="other", known=imported.entries)
    assert again.entries == ()
    assert again.left_out["known from another source"] == 7


@pytest.mark.parametrize(
    ("condition", "guard"),
    [
        ("", ""),
        ('AND "K-means"', "with:k-means"),
        ("NOT specular", "without:specular"),
        ('AND ("magnetic" OR "voltage" OR "sensor")', "with:magnetic|sensor|voltage"),
        ('AND network NOT "social network"', "with:network;without:social network"),
    ],
)
def test_conditions_become_guards(condition: str, guard: str) -> None:
    """AND asks for words in the sentence, NOT for their absence."""
    assert str(guard_of(condition)) == guard


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "the file is empty"), ("a\tb\n", "no column for the phrase"), ("phrase\tx\n", "no column for the expected")],
)
def test_other_files_are_refused(tmp_path: Path, text: str, complaint: str) -> None:
    """A file without the columns is an error that names them."""
    path = tmp_path / "list.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=complaint):
        import_pps(path)


@pytest.mark.shared
def test_the_published_list_is_imported_whole(shared: Path) -> None:
    """Of the collected snapshots nearly every line becomes an entry."""
    imported = import_pps(shared / "lexicon_seed" / "tortured_pairs.tsv")
    assert len(imported.entries) > 6000
    assert sum(imported.left_out.values()) < 500
