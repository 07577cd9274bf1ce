"""What a writer takes out of the check is neither judged nor changed."""

from __future__ import annotations

from spin_detect.reading import blank_regions, carry_back
from spin_detect.records import Analysis, Finding, Kind, SentenceScore, Step, Verdict

TEXT = "An irruption. <!-- spin-detect: off -->A cited\nirruption.<!-- spin-detect: on --> An irruption."


def test_regions_become_blanks_of_the_same_length():
    """Offsets and lines stay; without an end a region runs to the end of the text."""
    blank = blank_regions(TEXT)
    assert len(blank) == len(TEXT)
    assert blank.split() == ["An", "irruption.", "An", "irruption."]
    assert blank.count("\n") == 1
    assert blank_regions("a <!--spin-detect:OFF--> b c").split() == ["a"]
    assert blank_regions("nothing to see") == "nothing to see"


def test_the_analysis_is_carried_back_to_the_text():
    """Findings and edits outside stand, those that touch a region are dropped, the restored text holds the region."""
    blank = blank_regions(TEXT)
    first, inside, last = 3, TEXT.index("irruption", 20), TEXT.rindex("irruption")
    steps = tuple(Step(at, at + 9, blank[at : at + 9], "invasion") for at in (first, inside, last))
    findings = tuple(Finding(step.start, step.end, step.old, Kind.WORD, 0.9) for step in steps)
    sentences = (SentenceScore(0, 13, 0.9, "An invasion."), SentenceScore(14, len(TEXT), 0.9, "blanks"))
    analysis = Analysis(blank, 0.9, Verdict.SPUN, 4, (), sentences, findings, steps, "blanks")
    carried = carry_back(analysis, TEXT)
    assert [found.start for found in carried.findings] == [first, last]
    assert carried.restored == TEXT[:3] + "invasion" + TEXT[12:last] + "invasion."
    assert carried.sentences[1].restored == carried.restored[13:]
    assert all(TEXT[step.start : step.end] == step.old for step in carried.plan)


def test_an_insertion_inside_a_region_is_dropped():
    """Nothing can be told from the words that it replaces, as there are none."""
    blank = blank_regions(TEXT)
    inside = TEXT.index("cited")
    analysis = Analysis(blank, 0.9, Verdict.SPUN, 4, plan=(Step(inside, inside, "", "x"),), restored="")
    assert carry_back(analysis, TEXT).restored == TEXT
