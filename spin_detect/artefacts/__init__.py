"""What spinners and scrapers leave behind besides swapped words: glued words, broken hyphens, stutters, litter."""

from spin_detect.artefacts.finder import find_artefacts
from spin_detect.artefacts.rules import RULES, Rule, spin_weight

__all__ = ["RULES", "Rule", "find_artefacts", "spin_weight"]
