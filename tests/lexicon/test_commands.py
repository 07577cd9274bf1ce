"""The commands: what they print, and how they end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from spin_detect.cli.app import app

from .conftest import DATA, FOLDER


def run(*arguments: object) -> Result:
    """Run spin-detect."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the test lexicon that may be changed."""
    shutil.copytree(FOLDER, tmp_path / "lexicon")
    return tmp_path / "lexicon"


def test_stats_count_by_everything() -> None:
    """Statistics name the version and count by file, tier, part of speech, family and source."""
    result = run("lexicon", "stats", "--lexicon", FOLDER, "--format", "json")
    counts = json.loads(result.stdout)
    assert (counts["version"], counts["entries"], counts["allowed"]) == ("2026.1.0", 24, 2)
    assert counts["by_file"]["news"] == {"sure": 2, "likely": 6, "hint": 5}
    assert sum(counts["by_family"].values()) == sum(counts["by_source"].values()) == 24
    table = run("lexicon", "stats", "--lexicon", FOLDER)
    assert "24 entries" in table.stdout
    assert "translated thesaurus" in table.stdout


def test_show_finds_inflections_and_originals() -> None:
    """A word is looked up as a spun form in any inflection, and as an original; none at all exits with 1."""
    result = run("lexicon", "show", "irruptions", "--lexicon", FOLDER)
    assert result.exit_code == 0
    assert "irruptions → invasions, incursions" in result.stdout
    assert "not audited yet" in result.stdout
    assert "news:Chilly Battle" in run("lexicon", "show", "cold war", "--lexicon", FOLDER).stdout
    assert run("lexicon", "show", "table", "--lexicon", FOLDER).exit_code == 1


def test_show_gives_the_audit_figures(folder: Path, tmp_path: Path) -> None:
    """After an audit, an entry is shown with its hits."""
    corpus = tmp_path / "genuine.txt"
    corpus.write_text("An irruption of starlings. An irruption of voles.", "utf-8")
    result = run("lexicon", "audit", corpus, "--lexicon", folder, "--jobs", "1")
    assert result.exit_code == 0
    assert result.stdout == "news:irruption\thint\n"
    shown = json.loads(run("lexicon", "show", "irruption", "--lexicon", folder, "--format", "json").stdout)
    assert shown[0]["audit"] == {"words": 8, "hits": 2, "after_guards": 2, "per_million_after_guards": 250000.0}
    assert run("lexicon", "audit", corpus, "--lexicon", folder, "--jobs", "1", "--apply").stdout == ""
    assert "irruption\tinvasion|incursion\tnoun\thint" in (folder / "en" / "news.tsv").read_text("utf-8")


def test_audit_shows_sentences_for_an_entry(tmp_path: Path) -> None:
    """With an entry, sentences with its original and with itself are shown; an unknown entry is an error."""
    corpus = tmp_path / "genuine.txt"
    corpus.write_text("The invasion failed. An irruption of voles.", "utf-8")
    result = run("lexicon", "audit", corpus, "--lexicon", FOLDER, "--entry", "news:irruption")
    assert "The [invasion → irruption] failed." in result.stdout
    assert "An [irruption → invasion] of voles." in result.stdout
    result = run("lexicon", "audit", corpus, "--lexicon", FOLDER, "--entry", "news:nothing")
    assert result.exit_code == 2
    assert "no entry 'news:nothing'" in result.stderr


def test_fmt_mends_and_check_only_tells(folder: Path) -> None:
    """`fmt --check` exits with 1 and changes nothing; `fmt` writes the canonical form."""
    path = folder / "en" / "news.tsv"
    canonical = path.read_text("utf-8")
    header, *rows = canonical.splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n\n", "utf-8")
    untidy = path.read_text("utf-8")
    result = run("lexicon", "fmt", folder, "--check")
    assert (result.exit_code, result.stdout) == (1, f"would rewrite {path}\n")
    assert path.read_text("utf-8") == untidy
    assert run("lexicon", "fmt", folder).exit_code == 0
    assert path.read_text("utf-8") == canonical
    assert run("lexicon", "fmt", folder, "--check").exit_code == 0


def test_fmt_leaves_everything_where_one_file_is_broken(folder: Path) -> None:
    """A malformed file is an error, and no other file is touched."""
    untidy = "spun\toriginal\tpos\ttier\tguard\tsource\nb\tc\tnoun\thint\t\ts\na\tb\tnoun\thint\t\ts\n"
    (folder / "en" / "alpha.tsv").write_text(untidy, "utf-8")
    (folder / "en" / "zeta.tsv").write_text(untidy.replace("hint", "hunt"), "utf-8")
    result = run("lexicon", "fmt", folder)
    assert result.exit_code == 2
    assert "zeta.tsv:2: tier 'hunt' is not one of" in result.stderr
    assert (folder / "en" / "alpha.tsv").read_text("utf-8") == untidy


def test_lint_exits_with_one_when_it_finds_something(write: Callable[..., Path]) -> None:
    """Lint is silent on a sound lexicon and names file, line and check otherwise."""
    assert (run("lexicon", "lint", FOLDER).exit_code, run("lexicon", "lint", FOLDER).stdout) == (0, "")
    path = write("same/same/noun/hint//curated-thesaurus")
    result = run("lexicon", "lint", path)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{path}:2: same: ")
    assert json.loads(run("lexicon", "lint", path, "--format", "json").stdout)[0]["code"] == "same"


def test_mined_entries_are_a_lexicon(tmp_path: Path) -> None:
    """What is mined can be loaded as a lexicon at once."""
    pair = (DATA / "pairs" / "spun.txt", DATA / "pairs" / "original.txt")
    path = tmp_path / "mined.tsv"
    assert run("lexicon", "mine", *pair, "-o", path).exit_code == 0
    shown = run("lexicon", "show", "proprietors", "--lexicon", path)
    assert "proprietor → owner" in shown.stdout
    result = run("lexicon", "mine", pair[0])
    assert result.exit_code == 2
    assert "has no partner" in result.stderr
    assert run("lexicon", "mine", "--copies", *pair).exit_code == 0


def test_compare_has_three_formats() -> None:
    """Compare lists substitutions as a table, as lexicon lines, and as JSON with offsets."""
    spun, original = DATA / "pairs" / "spun.txt", DATA / "pairs" / "original.txt"
    assert "proprietor" in run("compare", spun, original).stdout
    assert "proprietor\towner\tnoun\thint\t\tobserved\n" in run("compare", spun, original, "--format", "tsv").stdout
    result = json.loads(run("compare", spun, original, "--format", "json").stdout)
    text = spun.read_text("utf-8")
    assert all(text[item["start"] : item["end"]] == item["spun"] for item in result["substitutions"])
    assert {"proprietor", "vessel"} <= {entry["spun"] for entry in result["entries"]}
    missing = run("compare", spun, "gone.txt")
    assert missing.exit_code == 2
    assert "gone.txt" in missing.stderr


def test_import_writes_a_lexicon_file(tmp_path: Path) -> None:
    """An imported list is a lexicon file, and what was left out is told on stderr."""
    path = tmp_path / "pps.tsv"
    result = run("lexicon", "import", DATA / "lists" / "tab.tsv", "--format", "pps", "-o", path)
    assert result.exit_code == 0
    assert "left out 1: no expected wording" in result.stderr
    assert run("lexicon", "lint", path).exit_code == 0
