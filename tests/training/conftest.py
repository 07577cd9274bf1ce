"""A tiny world to train on: a made-up corpus, a WordNet of a few meanings, a lexicon of a few entries."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from spin_detect.lexicon import compile as compiling
from spin_detect.training.building import Sources, build
from spin_detect.training.recipe import Recipe

pytest.importorskip("sklearn", reason="needs the extra train")

_ADJECTIVES = "big small quick slow cold warm quiet loud early late rich poor strong weak clean dirty"
_NOUNS = "house road river market garden school letter window teacher farmer doctor sailor story meeting winter summer"
_VERBS = "found painted visited described repaired opened closed remembered measured praised watched sold"
_PLACES = "Ghent Porto Bergen Tampere Lugano Utrecht"
_TEMPLATES = (
    "The {a} {n} near the {n} was {a}, and the {n} {v} it.",
    "A {n} from {p} {v} the {a} {n} in {y}.",
    "Because of the {n}, every {n} {v} a {a} {n}.",
    "It was a {a} {n}; nobody {v} the {n}.",
    "In {p} the {n} {v} {c} of the {a} letters.",
)

_SYNSETS = {
    "noun": (("house", "dwelling"), ("road", "thoroughfare"), ("doctor", "medico"), ("story", "narration")),
    "verb": (("find", "detect"), ("sell", "vend"), ("close", "shut")),
    "adj": (("big", "sizeable"), ("quick", "speedy"), ("cold", "frigid")),
    "adv": (("early", "betimes"),),
}

_ENTRIES = """spun\toriginal\tpos\ttier\tguard\tsource
abode of learning\tschool\tnoun\tsure\t\tone
frosty weather season\twinter\tnoun\tlikely\t\ttwo
medicinal practitioner\tdoctor\tnoun\tlikely\t\tone
streamlet\triver\tnoun\thint\t\ttwo
"""


def documents(count: int, seed: int) -> list[str]:
    """Return made-up documents of some paragraphs."""
    rng = random.Random(seed)

    def fill(template: str) -> str:
        parts = {"a": _ADJECTIVES, "n": _NOUNS, "v": _VERBS, "p": _PLACES}
        for name, words in parts.items():
            while f"{{{name}}}" in template:
                template = template.replace(f"{{{name}}}", rng.choice(words.split()), 1)
        return template.replace("{y}", str(rng.randint(1900, 1999))).replace(
            "{c}", rng.choice(["some", "most", "many"])
        )

    def paragraph() -> str:
        return " ".join(fill(rng.choice(_TEMPLATES)) for _ in range(rng.randint(2, 5)))

    return ["\n".join(paragraph() for _ in range(rng.randint(2, 4))) for _ in range(count)]


def synset(place: int, words: tuple[str, ...], letter: str, pointers: str = "000") -> str:
    """Return a line of a data file of WordNet."""
    spelt = " ".join(f"{word} 0" for word in words)
    return f"{place:08} 00 {letter} {len(words):02x} {spelt} {pointers} | made up"


@pytest.fixture(scope="session")
def wordnet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of WordNet files with a dozen meanings."""
    folder = tmp_path_factory.mktemp("wordnet")
    for part, synsets in _SYNSETS.items():
        lines = [synset(number, words, part[0]) for number, words in enumerate(synsets, 100)]
        (folder / f"data.{part}").write_text("\n".join(["  1 a licence", *lines, ""]), "utf-8")
    return folder


@pytest.fixture(scope="session")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a corpus of JSON Lines, packed, and one of plain text."""
    folder = tmp_path_factory.mktemp("corpora")
    lines = [json.dumps({"text": text}) for text in documents(100, 1)]
    (folder / "letters.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    (folder / "tales.txt").write_text("\n\n".join(documents(60, 2)), "utf-8")
    return folder


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of entries from two families."""
    path = tmp_path_factory.mktemp("lexicon") / "few.tsv"
    path.write_text(_ENTRIES, "utf-8")
    return path


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    """Return a recipe for a small world: small pieces, much held out, no word too common to be spun."""
    return replace(
        Recipe(),
        version="tiny",
        held_out=3,
        alarm_tenths=4,
        token_characters=4_000,
        vector_size=8,
        vector_sketch=16,
        thesaurus_least_spun_id=11,
        thesaurus_least_original_id=11,
    )


@pytest.fixture(scope="session")
def sources(corpora: Path, wordnet: Path, lexicon: Path) -> Sources:
    """Return all that the tiny model is made from."""
    return Sources((corpora,), lexicon, wordnet=wordnet)


@pytest.fixture(scope="session")
def trained(sources: Sources, recipe: Recipe, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model that was trained on the tiny corpus; its work folder is beside it."""
    folder = tmp_path_factory.mktemp("trained")
    build(sources, folder / "model", recipe, work=folder / "work", jobs=1, say=lambda line: None)
    return folder / "model"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is compiled here away from the user's cache."""
    monkeypatch.setenv("SPIN_DETECT_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setattr(compiling, "_LOADED", {})
