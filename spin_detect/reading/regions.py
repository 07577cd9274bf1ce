"""Parts of a text that its writer took out of the check: `<!-- spin-detect: off -->` … `<!-- spin-detect: on -->`.

The text is analysed with these parts blanked, so that they weigh nothing in the score; then the analysis is carried
back to the text itself. Offsets stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spin_detect.records import Analysis, Step

_REGION = re.compile(
    r"<!--[ \t]*spin-detect:[ \t]*off[ \t]*-->.*?(?:<!--[ \t]*spin-detect:[ \t]*on[ \t]*-->|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_INK = re.compile(r"\S")


def blank_regions(text: str) -> str:
    """Return `text` with everything between off and on as blanks of the same length; a region may run to the end."""
    if "spin-detect:" not in text:
        return text
    return _REGION.sub(lambda match: _INK.sub(" ", match[0]), text)


def carry_back(analysis: Analysis, text: str) -> Analysis:
    """Return the `analysis` of `blank_regions(text)` as one of `text`; whatever touches a region is dropped."""
    if analysis.text == text:
        return analysis
    from spin_detect.restoration import restore_span

    findings = tuple(found for found in analysis.findings if text[found.start : found.end] == found.text)
    plan = tuple(step for step in analysis.plan if _fits(text, analysis.text, step))
    sentences = tuple(
        replace(sentence, restored=restore_span(text, plan, sentence.start, sentence.end))
        for sentence in analysis.sentences
    )
    restored = restore_span(text, plan, 0, len(text))
    return replace(analysis, text=text, findings=findings, plan=plan, sentences=sentences, restored=restored)


def _fits(text: str, blanked: str, step: Step) -> bool:
    """Say whether a step made for the blanked text lies outside every region; an insertion is judged by its sides."""
    around = 0 if step.old else 1
    place = slice(max(0, step.start - around), step.end + around)
    return text[place] == blanked[place]
