"""The kinds of artefact: what each is called, how sure it is, and how much it says about spin.

`score` is the probability that a place the rule marks was damaged after the writer had finished with it (by a spinner
or a scraper); rules under 0.5 also fire on what people mistype and are evidence only. `weight` is what one such place
adds to the log-odds (base e) that the whole text was *spun*.

Where weights come from: the share of 64 development pages that were spun (217 words each) with a hit, against hits in
23.7 million words of plain English of fourteen genres, counted once per 800 characters. Log-ratio, lower end of one
sigma: broken hyphen 3.5 (4 pages against 117 places), slipped bracket 3.3, turned quotation mark 4.8, variant name 2.5,
doubled word 2.1, space in a quotation 1.9, space before a mark 0.9, glued sentences -0.7; rules that never fired on
plain English 6.5 and more. Most rules were seen on one or two pages, and nothing was held out, so the weights are
judgement: about two thirds of the measured value, never over 3.5, and far less for what mirrors of honest pages carry
as well (all litter, glued sentences, spaces): the plain corpora were cleaned of that and cannot speak. Rules that no
spun page showed (glued name, capital suffix, name slip, …) are guesses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spin_detect.records import Finding, Kind, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "artefact:"
"""Start of `Finding.entry` for artefacts; the id of the rule follows."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of artefact. `reason` is the sentence people read."""

    id: str
    kind: Kind
    score: float
    weight: float
    reason: str


LITTER_LIMIT, DAMAGE_LIMIT = 3.0, 10.0
"""Most that litter and other artefacts add to the log-odds (base e) of a text."""

_AGAIN = 0.5
"""What a rule adds when it fires again, as a share of its weight."""

_ARTEFACT, _LITTER, _NAME = Kind.ARTEFACT, Kind.LITTER, Kind.NAME

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("glued-acronym", _ARTEFACT, 0.95, 3.0, "An abbreviation is glued to the word before it."),
        Rule("glued-prefix", _ARTEFACT, 0.97, 3.5, "A hyphenated word is glued to the word before it."),
        Rule("glued-name", _ARTEFACT, 0.8, 1.5, "A capitalised word is glued to the word before it."),
        Rule("glued-sentences", _ARTEFACT, 0.4, 0.2, "Two sentences stand together without a space."),
        Rule("broken-hyphen", _ARTEFACT, 0.85, 2.5, "A space was put after the hyphen of a compound."),
        Rule("split-word", _ARTEFACT, 0.7, 0.0, "A word is still cut in two where a line once ended."),
        Rule("stutter-abbreviation", _ARTEFACT, 0.9, 3.0, "A sentence was cut at an abbreviation and begun again."),
        Rule("stutter-end", _ARTEFACT, 0.85, 3.0, "The end of the sentence is said again as a sentence of its own."),
        Rule("stutter-function", _ARTEFACT, 0.4, 0.5, "A small word stands twice in a row."),
        Rule("stutter-word", _ARTEFACT, 0.3, 1.2, "A word stands twice in a row."),
        Rule("bracket-space", _ARTEFACT, 0.85, 2.0, "The space before a bracket slipped inside it."),
        Rule("quote-space", _ARTEFACT, 0.7, 0.8, "A space stands inside an opening quotation mark."),
        Rule("quote-turned", _ARTEFACT, 0.6, 2.0, "An opening quotation mark closes the quotation."),
        Rule("punctuation-space", _ARTEFACT, 0.3, 0.3, "A space stands before a punctuation mark."),
        Rule("abbreviation-capital", _ARTEFACT, 0.9, 3.0, "An abbreviation has a capital in the wrong place."),
        Rule("suffix-capital", _ARTEFACT, 0.85, 1.5, "The letters after an apostrophe were capitalised by machine."),
        Rule("caption-credit", _ARTEFACT, 0.9, 3.5, "A picture credit was translated as if it were about money."),
        Rule("caption-glued", _ARTEFACT, 0.8, 1.5, "The label of a picture is glued to its caption."),
        Rule("litter-ad", _LITTER, 0.98, 2.5, "A placeholder for an advertisement, left by a scraping plug-in."),
        Rule("litter-source", _LITTER, 0.95, 2.5, "The link line that an auto-blogging plug-in adds."),
        Rule("litter-form", _LITTER, 0.97, 1.0, "Part of a comment form, not of the article."),
        Rule("litter-share", _LITTER, 0.9, 0.5, "Sharing buttons, not part of the article."),
        Rule("litter-byline", _LITTER, 0.9, 1.5, "The byline of a blog that nobody signs."),
        Rule("litter-site", _LITTER, 0.95, 1.5, "The furniture of a web site, not part of the article."),
        Rule("litter-teaser", _LITTER, 0.8, 1.0, "A teaser for another page stands inside the article."),
        Rule("litter-pointer", _LITTER, 0.4, 0.0, "A pointer to another page stands inside the article."),
        Rule("litter-tail", _LITTER, 0.85, 1.5, "A label was stuck to the end of the headline."),
        Rule("name-variant", _NAME, 0.45, 1.5, "The same name is spelt differently elsewhere in the text."),
        Rule(
            "name-slip",
            _NAME,
            0.3,
            0.2,
            "The name looks like another spelling of one that stands elsewhere in the text.",
        ),
    )
}


def finding(
    rule: str, text: str, start: int, end: int, repair: str, *, score: float | None = None, reason: str = ""
) -> Finding:
    """Return the finding of `rule` at `text[start:end]`, to be replaced by `repair`."""
    found = RULES[rule]
    value = found.score if score is None else score
    return Finding(
        start=start,
        end=end,
        text=text[start:end],
        kind=found.kind,
        score=value,
        suggestions=(Suggestion(repair, value),),
        entry=PREFIX + rule,
        reason=reason or found.reason,
    )


def evidence_of(found: Iterable[Finding]) -> float:
    """Return what the artefacts of a text add to the log-odds (base e) that it was spun.

    A rule that fires again counts half once more and then no further: honest pages break one thing everywhere, spinners
    and their scrapers break several. Litter says little, however much of it there is: honest copies carry it too.
    """
    counts = Counter(item.entry.removeprefix(PREFIX) for item in found if item.entry)
    total = dict.fromkeys((_ARTEFACT, _LITTER, _NAME), 0.0)
    for name, count in counts.items():
        if name in RULES:
            total[RULES[name].kind] += RULES[name].weight * (1 + _AGAIN * (count > 1))
    return min(total[_LITTER], LITTER_LIMIT) + min(total[_ARTEFACT] + total[_NAME], DAMAGE_LIMIT)
