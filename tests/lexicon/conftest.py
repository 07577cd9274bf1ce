"""What the tests of the lexicon share: a small lexicon, and token tables without the rest of the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spin_detect.docs import tabulate
from spin_detect.lexicon import CompiledLexicon, Lexicon
from spin_detect.lexicon import compile as compiling
from spin_detect.lexicon.compile import compile_entries
from spin_detect.lexicon.counting import sentence_pipeline
from spin_detect.tokens import TokenTable

DATA = Path(__file__).parent / "data"
FOLDER = DATA / "lexicon"

_NLP = sentence_pipeline()


def table_of(*texts: str) -> TokenTable:
    """Return the tokens of some texts."""
    return tabulate([_NLP(text) for text in texts])


def found(compiled: CompiledLexicon, *texts: str) -> list[tuple[str, str]]:
    """Return what is matched in the texts: the text found and the entry."""
    table = table_of(*texts)
    matches = compiled.match(table)
    return [
        (table.text_of(int(first), int(last)), compiled.id_of(int(form)))
        for first, last, form in zip(matches.first, matches.last, matches.form, strict=True)
    ]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep every test away from the user's cache and from what other tests compiled."""
    monkeypatch.setenv("SPIN_DETECT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(compiling, "_LOADED", {})
    return


@pytest.fixture(scope="session")
def small() -> Lexicon:
    """Return a lexicon of two dozen entries."""
    return Lexicon.load(FOLDER)


@pytest.fixture(scope="session")
def compiled_small(small: Lexicon) -> CompiledLexicon:
    """Return the small lexicon, compiled."""
    return compile_entries(small.entries, [phrase.phrase for phrase in small.allowed])


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file of entries from rows with `/` for tabs."""

    def write_rows(*rows: str, name: str = "own.tsv", header: str = "spun/original/pos/tier/guard/source") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(line.replace("/", "\t") + "\n" for line in (header, *rows)), "utf-8")
        return path

    return write_rows
