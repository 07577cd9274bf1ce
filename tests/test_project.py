"""Promises of the project as a whole, kept by reading its files."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "spin_detect"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300
TEST_LINE = "pip install -e '.[test,train]' && python -m pytest"

UNSAFE_IMPORTS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
NETWORK_IMPORTS = {"requests", "httpx", "aiohttp", "urllib.request", "urllib3", "ftplib", "smtplib"}
UNSAFE_CALLS = {"eval", "exec"}
FORBIDDEN = re.compile(
    r"""
    /(?:home|root|Users|farm|work)/[\w.-]+/        # a path of one machine
    | C:\\Users
    | (?:extra-)?index-url | trusted-host                  # where one machine gets its packages
    | \b(?:TODO|FIXME)\b                               # work left over
    """,
    re.VERBOSE,
)


def module_name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> set[str]:
    """Return every module that is imported, whole and by its first name."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names | {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_holds_one_idea(path):
    """No module is longer than 300 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_is_safe(path):
    """No pickle, no evaluated text, no network, no array that may hold objects."""
    tree = ast.parse(path.read_text("utf-8"))
    assert not imports(tree) & (UNSAFE_IMPORTS | NETWORK_IMPORTS)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            assert not (isinstance(node.func, ast.Name) and node.func.id in UNSAFE_CALLS)
            for keyword in node.keywords:
                if keyword.arg == "allow_pickle":
                    assert isinstance(keyword.value, ast.Constant)
                    assert keyword.value.value is False


def tracked_files() -> list[Path]:
    """Return the files that belong to the project, this one left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a git checkout to know which files belong to the project")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path != Path(__file__)]


def test_nothing_of_one_machine_is_left():
    """No path or package index of the machine that a file was written on, and no note of work left over."""
    found = []
    for path in tracked_files():
        if path.suffix in {".npy", ".npz", ".bin", ".gz", ".zst", ".parquet"}:
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in FORBIDDEN.finditer(text)]
    assert found == []


def test_the_readme_says_how_to_run_the_tests():
    """The README's test line is the one that CI runs."""
    assert TEST_LINE in (ROOT / "README.md").read_text("utf-8")
    assert TEST_LINE in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_readme_names_every_command():
    """Whoever reads the README learns of every command there is."""
    from spin_detect.cli.app import app

    readme = (ROOT / "README.md").read_text("utf-8")
    commands = [command.name for command in app.registered_commands] + [group.name for group in app.registered_groups]
    assert commands
    assert [name for name in commands if f"spin-detect {name}" not in readme] == []


def test_the_changelog_has_the_next_version_on_top():
    """The first heading is the unreleased one or the current version."""
    from spin_detect import __version__

    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] in {"Unreleased", __version__}
