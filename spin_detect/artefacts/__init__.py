"""What spinners and scrapers leave behind besides swapped words: glued words, broken hyphens, stutters, litter."""

from spin_detect.artefacts.finder import find_artefacts
from spin_detect.artefacts.rules import RULES, Rule, evidence_of

__all__ = ["RULES", "Rule", "evidence_of", "find_artefacts"]
