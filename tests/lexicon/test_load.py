"""Lexicons: folders, single files, and a user's own file laid over the shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spin_detect.config import Settings
from spin_detect.errors import ConfigError, LexiconError
from spin_detect.lexicon import Lexicon, compiled_for, default_lexicon, lexicon_dir, lexicon_for

from .conftest import FOLDER, found


def test_a_folder_is_read_whole(small: Lexicon) -> None:
    """A lexicon folder gives entries, allowed phrases, sources and version."""
    assert len(small.entries) == 24
    assert [phrase.phrase for phrase in small.allowed] == ["bosom friend", "heavy gear"]
    assert small.sources["spinbot"].family == "SpinBot-like"
    assert small.version == "2026.1.0"


def test_two_files_cannot_claim_one_entry(write: Callable[..., Path]) -> None:
    """The same spun form and part of speech in two files is an error that names both lines."""
    write("x y/b/noun/hint//s", name="lex/one.tsv")
    path = write("a/b/noun/hint//s", "x y/c/noun/sure//s", name="lex/two.tsv")
    with pytest.raises(LexiconError, match=r"two\.tsv:3: 'x y' \(noun\) is already an entry at .*one\.tsv:2"):
        Lexicon.load(path.parent)


def test_own_entries_join_and_override(write: Callable[..., Path], small: Lexicon) -> None:
    """An own lexicon adds entries and takes the place of those with the same spun form and part of speech."""
    own = Lexicon.load(write("irruption/eruption/noun/hint//mine", "wordy/verbose/adj/hint//mine"))
    merged = small.plus(own)
    by_id = {entry.id: entry for entry in merged.entries}
    assert len(merged.entries) == len(small.entries) + 1
    assert by_id["own:irruption"].originals == ("eruption",)
    assert merged.version.startswith("2026.1.0+own.")
    assert merged.fingerprint != small.fingerprint


def test_settings_add_or_replace(write: Callable[..., Path]) -> None:
    """`lexicon` lays an own file over the shipped lexicon, `replace_lexicon` uses it alone."""
    path = write("wordy/verbose/adj/hint//mine")
    assert [e.id for e in lexicon_for(Settings(lexicon=path, replace_lexicon=True)).entries] == ["own:wordy"]
    added = lexicon_for(Settings(lexicon=path))
    assert "own:wordy" in {entry.id for entry in added.entries}
    assert len(added.entries) > 1


def test_settings_allow_and_disable(write: Callable[..., Path]) -> None:
    """Allowed phrases of the settings cover matches, disabled entries never match, an unknown one is an error."""
    path = write("wordy/verbose/adj/hint//mine", "murky/dark/adj/hint//mine")
    base = Settings(lexicon=path, replace_lexicon=True)
    text = "A wordy man in murky water."
    assert len(found(compiled_for(base), text)) == 2
    allowed = Settings(lexicon=path, replace_lexicon=True, allowed=("murky water",))
    assert found(compiled_for(allowed), text) == [("wordy", "own:wordy")]
    disabled = Settings(lexicon=path, replace_lexicon=True, disabled_entries=("own:wordy",))
    assert found(compiled_for(disabled), text) == [("murky", "own:murky")]
    with pytest.raises(ConfigError, match="no entry 'own:wrody'"):
        compiled_for(Settings(lexicon=path, replace_lexicon=True, disabled_entries=("own:wrody",)))


def test_bad_side_files_are_named(tmp_path: Path, write: Callable[..., Path]) -> None:
    """Broken allowed phrases and sources are errors that name file and line."""
    folder = write("a/b/noun/hint//s", name="lex/one.tsv").parent
    (folder / "allowed.tsv").write_text("phrase\treason\nno reason\n", "utf-8")
    with pytest.raises(LexiconError, match=r"allowed\.tsv:2: a line needs a phrase and a reason"):
        Lexicon.load(folder)
    (folder / "allowed.tsv").unlink()
    (folder / "sources.toml").write_text('[s]\ntitle = "x"\n', "utf-8")
    with pytest.raises(LexiconError, match=r"sources\.toml: source \[s\] needs title, family and licence"):
        Lexicon.load(folder)
    (folder / "sources.toml").write_text("[s\n", "utf-8")
    with pytest.raises(LexiconError, match=r"sources\.toml: .*line 1"):
        Lexicon.load(folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(LexiconError, match="no file of entries"):
        Lexicon.load(tmp_path / "empty")


def test_a_lazy_lexicon_complains_when_it_is_used(write: Callable[..., Path]) -> None:
    """A lazy lexicon reads its files and takes them apart later, with the same errors."""
    lexicon = Lexicon.load(write("a/b/nown/hint//x"), lazy=True)
    with pytest.raises(LexiconError, match="pos 'nown'"):
        _ = lexicon.entries


def test_the_shipped_lexicon_is_read_once() -> None:
    """The shipped lexicon is found without settings and kept."""
    assert (lexicon_dir() / "en").is_dir()
    assert default_lexicon() is default_lexicon()
    assert lexicon_dir() != FOLDER
