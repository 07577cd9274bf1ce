"""The wheel holds what a user needs and nothing else."""

from __future__ import annotations

import configparser
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
LARGEST = 60_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel once."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("spin_detect-*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel):
    """List the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_is_small_enough(wheel):
    """At most 60 MB, model included."""
    assert wheel.stat().st_size <= LARGEST


def test_the_lexicon_is_in_the_wheel(names):
    """Every file of `lexicon/` ships as package data."""
    files = [path for path in (ROOT / "lexicon").rglob("*") if path.is_file()]
    assert any(path.suffix == ".tsv" for path in files)
    assert {f"spin_detect/lexicon_data/{path.relative_to(ROOT / 'lexicon').as_posix()}" for path in files} <= names


def test_the_model_is_in_the_wheel_and_is_plain_arrays(wheel, names):
    """Every file of the model ships; its arrays load without pickle."""
    files = [path for path in (ROOT / "spin_detect" / "model").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert sum(path.stat().st_size for path in files) > 1_000_000, "the model has not been built"
    assert {path.relative_to(ROOT).as_posix() for path in files} <= names
    with zipfile.ZipFile(wheel) as archive:
        for name in names:
            if name.endswith(".npy"):
                np.load(io.BytesIO(archive.read(name)), allow_pickle=False)


def test_the_package_is_whole_and_typed(names):
    """All modules, the marker of type hints, and the licence."""
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "spin_detect").rglob("*.py")}
    assert modules <= names
    assert "spin_detect/py.typed" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_wheel_holds_nothing_else(names):
    """No tests, no tools, no pickles, no leftovers of an editor or an interpreter."""
    assert {name.split("/")[0].split("-")[0] for name in names} == {"spin_detect"}
    forbidden = (".pkl", ".pickle", ".joblib", ".pyc", ".part", ".tmp", "~")
    assert [name for name in names if name.endswith(forbidden) or "/tests/" in name] == []


def test_the_entry_points_are_declared(wheel, names):
    """The command and the spaCy component are found without an import of ours."""
    (name,) = (name for name in names if name.endswith("entry_points.txt"))
    points = configparser.ConfigParser(delimiters="=")
    points.optionxform = str
    with zipfile.ZipFile(wheel) as archive:
        points.read_string(archive.read(name).decode("utf-8"))
    assert points["console_scripts"]["spin-detect"] == "spin_detect.cli:main"
    assert points["spacy_factories"]["spin_detect"] == "spin_detect.pipeline:make_spin_detector"
