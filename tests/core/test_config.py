from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from spin_detect.config import Settings, find_pyproject, load_settings, settings_from_mapping
from spin_detect.errors import ConfigError


def _write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_a_table_is_read_whole(tmp_path):
    """Keys may be written with hyphens; a path is taken from the file's folder."""
    path = _write(
        tmp_path / "pyproject.toml",
        '[tool.spin-detect]\nmin-words = 50\nthreshold = 1\nallowed = ["bosom friend"]\nlexicon = "own"\n',
    )
    wanted = Settings(min_words=50, threshold=1.0, allowed=("bosom friend",), lexicon=tmp_path / "own")
    assert load_settings(path) == wanted
    assert load_settings(path, base=Settings(max_suggestions=5)) == replace(wanted, max_suggestions=5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[project]\nname = 'x'\n", r"no table \[tool.spin-detect\]"),
        ("[tool]\nspin-detect = 1\n", "must be a table"),
        ("[tool.spin-detect]\nmin_wrods = 3\n", "unknown key 'min_wrods'; known are .*min_words"),
        ("[tool.spin-detect]\nmin_words = 0\n", "min_words must be at least 1"),
        ("[tool.spin-detect]\nthreshold = 1.5\n", "threshold must be between 0 and 1"),
        ("[tool.spin-detect]\nthreshold = true\n", "threshold cannot be True"),
        ("[tool.spin-detect]\nmin_words = 2.5\n", r"min_words cannot be 2\.5"),
        ("[tool.spin-detect]\nallowed = 'one'\n", "allowed cannot be 'one'"),
        ("[tool.spin-detect]\nreplace_lexicon = 1\n", "replace_lexicon cannot be 1"),
        ("[tool.spin-detect]\nlexicon = 1\n", "lexicon cannot be 1"),
        ("[tool.spin-detect\n", "cannot be read"),
    ],
)
def test_a_wrong_file_is_told_with_its_name(text, said, tmp_path):
    """Whatever is wrong, the message names the file and what is allowed."""
    path = _write(tmp_path / "own.toml", text)
    with pytest.raises(ConfigError, match=said) as raised:
        load_settings(path)
    assert str(path) in str(raised.value)


def test_the_nearest_table_counts(tmp_path):
    """A file without our table is passed over on the way up."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outer = _write(tmp_path / "pyproject.toml", "[tool.spin-detect]\n")
    _write(tmp_path / "a" / "pyproject.toml", "[tool.other]\n")
    assert find_pyproject(inner) == outer
    assert load_settings(outer) == Settings()


def test_a_mapping_says_where_it_stands():
    """The caller names the place that a message speaks of."""
    with pytest.raises(ConfigError, match=r"^component settings: unknown key"):
        settings_from_mapping({"x": 1}, where="component settings")


def test_lists_are_taken_for_tuples():
    """Settings made in Python may have lists, and still serve as a key; one string for several is a mistake."""
    made = Settings(allowed=["bosom friend"], disabled_entries=["general:irruption"])
    assert hash(made) == hash(Settings(allowed=("bosom friend",), disabled_entries=("general:irruption",)))
    with pytest.raises(ConfigError, match="allowed must be several"):
        Settings(allowed="bosom friend")
