"""Speed: what compiling, loading and matching may cost."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from spin_detect.lexicon import Lexicon, compiled
from spin_detect.lexicon import compile as compiling
from spin_detect.lexicon.entries import HEADER

from .conftest import found

ENTRIES = 20_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of twenty thousand entries that all inflect."""
    from wordfreq import top_n_list

    random.seed(1)
    words = [word for word in top_n_list("en", 20_000) if word.isalpha() and word.isascii()]
    spun = dict.fromkeys(f"{random.choice(words)} {random.choice(words)}" for _ in range(2 * ENTRIES))
    rows = [
        f"{phrase}\t{random.choice(words)}\t{random.choice(('noun', 'verb'))}\thint\t\tmade-up"
        for phrase in list(spun)[:ENTRIES]
    ]
    path = tmp_path_factory.mktemp("large") / "own.tsv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    return path


@pytest.mark.slow
def test_compiling_and_loading_are_quick(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty thousand entries compile from text in 5 s of processor time and load from the cache in 0.15 s."""
    found(compiled(Lexicon.load(large.parent / "own.tsv")), "Warm up what is imported on first use.")
    for limit, warm in ((5.0, False), (0.15, True)):
        monkeypatch.setattr(compiling, "_LOADED", {})
        if not warm:
            monkeypatch.setenv("SPIN_DETECT_CACHE", str(large.parent / "other"))
        start = time.process_time()
        compiled(Lexicon.load(large, lazy=True))
        assert time.process_time() - start < limit
