"""Lint: each fault is found at its line, and a sound lexicon has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from spin_detect.lexicon.lint import lint

from .conftest import FOLDER


def test_the_test_lexicon_is_sound() -> None:
    """A sound lexicon has no complaints."""
    assert [str(complaint) for complaint in lint([FOLDER])] == []


@pytest.mark.parametrize(
    ("rows", "complaints"),
    [
        (["x thing/b/noun/hint//s", "X thing/c/noun/hint//s"], [(3, "duplicate", "already an entry at")]),
        (["x thing/b/noun/hint//t"], [(2, "source", "unknown source 't'")]),
        (["thing/Thing/noun/hint//s"], [(2, "same", "'thing' is its own original")]),
        (["data/datum/noun/hint//s"], [(2, "same", "are both 'data' when inflected")]),
        (["murky/dark/adj/hint//s", "foul/murky/adj/hint//s"], []),
        (
            ["murky/dark/adj/likely//s", "foul/murky/adj/hint//s"],
            [(3, "cycle", "'murky' is the spun form of")],
        ),
        (
            ["hue of sky/colour/noun/sure//s", "tint/blue hue of sky/noun/hint//s"],
            [(3, "cycle", "'blue hue of sky' holds the spun form")],
        ),
        (["Foul May/Fair May/name/sure//s", "maybe/foul may/phrase/hint//s"], []),
        (
            ["overdue/late/adj/hint//s", "overdue/late/adv/hint//s"],
            [(3, "shadowed", "says nothing that own:overdue#adj")],
        ),
        (["overdue/late/adj/hint//s", "overdue/late/adv/hint/next:by/s"], [(3, "shadowed", "says nothing")]),
        (
            ["dusk hour/eve/phrase/hint/next:by/s", "dusk hour/eve/noun/likely//s"],
            [(2, "shadowed", "own:dusk hour#noun")],
        ),
        (["overdue/late/adj/hint//s", "overdue/tardy/adv/hint//s"], []),
        (["vex/worry/verb/hint/with:dog;without:cat|dog/s"], [(2, "guard", "with: and without: exclude each other")]),
        (["vex/worry/verb/hint/next:qzxvw/s"], [(2, "guard", "no such word in English")]),
        (["vex a dog/worry/verb/hint/without:dog/s"], [(2, "guard", "without:dog can never hold")]),
        (["bosom friend/crony/noun/hint//s"], [(2, "allowed", "'bosom friend' is allowed at")]),
        (["-/dash/phrase/hint//s"], [(2, "inside", "is found inside 'x-x'")]),
    ],
)
def test_faults_are_found_at_their_line(
    write: Callable[..., Path], rows: list[str], complaints: list[tuple[int, str, str]]
) -> None:
    """Each kind of fault is reported once for each line that has it, and only there."""
    path = write(*rows, name="lex/own.tsv")
    (path.parent / "sources.toml").write_text('[s]\ntitle = "t"\nfamily = "f"\nlicence = "l"\n', "utf-8")
    (path.parent / "allowed.tsv").write_text("phrase\treason\nbosom friend\told idiom\n", "utf-8")
    found = lint([path.parent])
    assert [(complaint.line, complaint.code) for complaint in found] == [(line, code) for line, code, _ in complaints]
    for complaint, (_, _, part) in zip(found, complaints, strict=True):
        assert part in complaint.message
        assert complaint.path == path


def test_duplicates_are_found_over_files(write: Callable[..., Path]) -> None:
    """Two files that claim one entry are a complaint that names both lines."""
    first = write("x thing/b/noun/hint//curated-thesaurus", name="one.tsv")
    second = write("x thing/b/noun/hint//curated-thesaurus", name="two.tsv")
    codes = {(complaint.path, complaint.line, complaint.code) for complaint in lint([first, second])}
    assert (second, 2, "duplicate") in codes


def test_an_overlay_may_say_it_again(write: Callable[..., Path]) -> None:
    """An overlay replaces what other files say of a spun form, which is no duplicate and hides nothing."""
    write("x thing/b/noun/hint//curated-thesaurus", "x thing/b/verb/hint//curated-thesaurus", name="lex/one.tsv")
    over = write("x thing/c|b/noun/hint//observed", "y thing/b/noun/hint//observed", name="lex/observed.tsv")
    assert [complaint.code for complaint in lint([over.parent])] == []
    write("x thing/c/noun/hint//observed", "x thing/b/noun/hint//observed", name="lex/observed.tsv")
    assert [(c.path, c.line, c.code) for c in lint([over.parent]) if c.code == "duplicate"] == [(over, 3, "duplicate")]
