from __future__ import annotations

import pytest

from spin_detect.restoration import fit_suggestion


@pytest.mark.parametrize(
    ("text", "old", "wording", "fitted"),
    [
        ("They fear an irruption.", "irruption", "invasion", "invasion"),
        ("Irruption is feared.", "Irruption", "invasion", "Invasion"),
        ("It rained. Irruption is feared.", "Irruption", "invasion", "Invasion"),
        ("On the off chance that it rains, stay.", "On the off chance that", "if", "If"),
        ("in the Chilly Battle years", "Chilly Battle", "cold war", "Cold War"),
        ("the Second of Reality came", "Second of Reality", "moment of truth", "Moment of Truth"),
        ("the second of reality came", "second of reality", "moment of truth", "moment of truth"),
        ("Additionally Vladimir said so.", "Additionally", "in addition", "In addition"),
        ("Warrants Hit Russian Banks And Oil", "Warrants", "punishing sanctions", "Punishing Sanctions"),
        ("CHASTISING WARRANTS HIT BANKS", "CHASTISING WARRANTS", "punishing sanctions", "PUNISHING SANCTIONS"),
        ("IRRUPTION", "IRRUPTION", "invasion", "INVASION"),
        ("MILITARY IRRUPTION OF A STATE", "IRRUPTION", "US invasion", "US INVASION"),
        ("sales of PCs and AI kit", "AI", "artificial brains", "artificial brains"),
        ("in japanese europe", "japanese europe", "Eastern Europe", "Eastern Europe"),
        ("White Home aides said", "White Home", "the White House", "The White House"),
        ("the White Home said", "White Home", "White House", "White House"),
        ("Cellphones sell.", "Cellphones", "iPhones", "iPhones"),
        ("then I went", "I", "we", "we"),
        ("I went", "I", "we", "We"),
        ("“Irruption,” he said", "Irruption", "invasion", "Invasion"),
        ("line one\nirruption", "irruption", "invasion", "invasion"),
        ("in 57 days", "57", "some", "some"),
        ("gone away", "gone", "", ""),
    ],
)
def test_capitals_are_carried_over(text, old, wording, fitted):
    """A suggestion takes the capitals of what it replaces; names keep their own."""
    start = text.index(old)
    assert fit_suggestion(text, start, start + len(old), wording) == fitted
