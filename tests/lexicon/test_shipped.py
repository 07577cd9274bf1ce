"""The shipped lexicon: every entry does what it should, and none does what it should not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from spin_detect.lexicon import CompiledLexicon, Entry, Lexicon, lexicon_dir
from spin_detect.lexicon.audit import audit_path, misfires, read_audit
from spin_detect.lexicon.compile import compile_entries
from spin_detect.lexicon.counting import run_audit
from spin_detect.lexicon.formatting import files_of, formatted
from spin_detect.lexicon.lint import lint

from .conftest import table_of

FILES = files_of([lexicon_dir()])
BATCH = 2000


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """Return the shipped lexicon."""
    return Lexicon.load(lexicon_dir())


@pytest.fixture(scope="module")
def whole(lexicon: Lexicon) -> CompiledLexicon:
    """Return the shipped lexicon, compiled."""
    return compile_entries(lexicon.entries, [phrase.phrase for phrase in lexicon.allowed])


def batches(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the texts in batches, with the number of the first."""
    rest = iter(texts)
    start = 0
    while batch := list(islice(rest, BATCH)):
        yield start, batch
        start += len(batch)


def forms_found(whole: CompiledLexicon, texts: Sequence[str]) -> list[set[str]]:
    """Return for each text the entries that are found in it, whatever their guards say."""
    result: list[set[str]] = [set() for _ in texts]
    for start, batch in batches(texts):
        table = table_of(*batch)
        matches = whole.find(table)
        for first, form in zip(matches.first.tolist(), matches.form.tolist(), strict=True):
            result[start + int(table.doc[first])].add(whole.id_of(form))
    return result


def ids(entries: Sequence[Entry], wrong: np.ndarray | list[bool]) -> list[str]:
    """Return the ids of the entries that went wrong, few enough to read."""
    return [entry.id for entry, bad in zip(entries, wrong, strict=True) if bad][:20]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_canonical(path: Path) -> None:
    """Sorted, trimmed, written one way; if this fails run `spin-detect lexicon fmt`."""
    assert path.read_text("utf-8") == formatted(path)


def test_lint_has_no_complaint() -> None:
    """No duplicates, cycles, shadowed entries, unknown sources or guards that never hold."""
    assert [str(complaint) for complaint in lint([lexicon_dir()])][:20] == []


def test_every_entry_finds_itself(lexicon: Lexicon, whole: CompiledLexicon) -> None:
    """Each entry is found in a sentence."""
    found = forms_found(whole, [f"They mentioned {entry.spun} twice." for entry in lexicon.entries])
    assert ids(lexicon.entries, [e.id not in hits for e, hits in zip(lexicon.entries, found, strict=True)]) == []


def test_no_entry_is_found_inside_a_longer_word(lexicon: Lexicon, whole: CompiledLexicon) -> None:
    """No entry is found where its letters are part of longer words."""
    found = forms_found(whole, [f"x{entry.spun}x" for entry in lexicon.entries])
    assert ids(lexicon.entries, [e.id in hits for e, hits in zip(lexicon.entries, found, strict=True)]) == []


def test_forms_agree_with_lemminflect(lexicon: Lexicon, whole: CompiledLexicon) -> None:
    """Every generated form of a single word is one that lemminflect makes of it, leads back to it, or has as a word."""
    from lemminflect import getAllInflections, getAllLemmas

    upos = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}
    wrong = []
    for form, surface in enumerate(whole.surfaces):
        entry = lexicon.entries[int(whole.entry[form])]
        if surface.isalpha() and surface.islower() and entry.pos in upos:
            lemmas = getAllLemmas(surface).get(upos[entry.pos])
            known = {form for forms in getAllInflections(entry.spun, upos[entry.pos]).values() for form in forms}
            if lemmas is not None and surface not in known | {entry.spun} and not {entry.spun, surface} & set(lemmas):
                wrong.append(f"{entry.id}: {surface}")
    assert wrong[:20] == []


def test_every_form_has_an_original(whole: CompiledLexicon) -> None:
    """No inflection of a spun form is left without anything that it could stand for."""
    empty = np.flatnonzero(np.diff(whole.wording_bounds) == 0)
    assert [f"{whole.id_of(form)}: {whole.surfaces[form]}" for form in empty[:20].tolist()] == []


def test_no_allowed_phrase_is_flagged(lexicon: Lexicon, whole: CompiledLexicon) -> None:
    """Inside an allowed phrase nothing is found."""
    texts = [phrase.phrase for phrase in lexicon.allowed]
    found = forms_found(whole, texts)
    flagged = [phrase.phrase for phrase, hits in zip(lexicon.allowed, found, strict=True) if hits]
    assert flagged[:20] == []


def test_no_sure_entry_misfires(lexicon: Lexicon) -> None:
    """No entry that proves spin alone was found in the genuine text of the last audit."""
    table = audit_path(lexicon_dir())
    if not table.is_file():
        pytest.skip("no audit has been stored yet; run `spin-detect lexicon audit`")
    assert [f"{entry.id}: {row.after_guards}" for entry, row in misfires(read_audit(table), lexicon.entries)][:20] == []


@pytest.mark.shared
def test_sure_entries_are_silent_in_a_sample(shared: Path, lexicon: Lexicon) -> None:
    """Run again over speeches, the entries that prove spin alone find nothing."""
    if not audit_path(lexicon_dir()).is_file():
        pytest.skip("no audit has been stored yet; run `spin-detect lexicon audit`")
    audit = run_audit(lexicon, [shared / "corpora" / "nltk_state_union_1945_2006.jsonl.xz"], workers=1)
    assert [f"{entry.id}: {row.after_guards}" for entry, row in misfires(audit, lexicon.entries)][:20] == []
