"""Texts for the command line, written for it."""

from __future__ import annotations

SPUN = (
    "Ministers spoke on Tuesday of an irruption that nobody in the valley had seen coming, least the grocers.\r\n"
    "The Chilly Battle was over, they said, and yet colors stood at both ends of the old bridge until it snowed.\r\n"
)
RESTORED = SPUN.replace("irruption", "invasion").replace("Chilly Battle", "Cold War").replace("colors", "troops")
GENUINE = (
    "The library opens at nine and closes at six, and on the first Monday of a month it stays shut so that the shelves"
    " can be put in order by the two people who know where everything belongs.\n"
)
