"""Artefacts of careless spinning and scraping: glued words, broken hyphens, stutters, misspelt names, litter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from spin_detect.artefacts.words import word_set

if TYPE_CHECKING:
    from spin_detect.training.drafting import Draft

Damager = Callable[["Draft", int], bool]
"""Tries to damage the draft at a token."""

_GLUED = word_set("the and of with from their that in to for by at on as is into was his her its under")
_PREFIXES = word_set("ex pro anti non post pre co mid multi self so")
_DOUBLED = word_set("the a of and with from for by at its their")
_ABBREVIATIONS = word_set("No Mr Mrs Ms Dr Gov Gen Lt Col Sen Rep Prof Capt")
_LIKE_SOUNDS = ("bp", "vw", "iy", "ck", "sz", "dt", "ao", "ei")
_LITTER = (
    "Source link",
    "[ad_1]",
    "[ad_2]",
    "Leave a Reply",
    "Leave a comment",
    "Share this:",
    "Related posts",
    "You may also like",
    "Read more: {name} in pictures",
    "See also {name} and what comes next",
)


def damage(draft: Draft, chances: Mapping[str, tuple[float, float]]) -> None:
    """Damage the draft. `chances`: for each kind the share of texts that show it, and how often a place is taken."""
    for kind in sorted(chances):
        texts, places = chances[kind]
        if draft.rng.random() >= texts:
            continue
        damager = DAMAGERS[kind]
        for token in range(len(draft)):
            if draft.rng.random() < places:
                damager(draft, token)


def glue_words(draft: Draft, at: int) -> bool:
    """Lose the space before a name or a prefixed word: *TheU.S.*, *theex-Soviet*."""
    if draft.low[at] not in _GLUED or not draft.is_free(at, at + 2) or not _is_spaced(draft, at):
        return False
    prefixed = draft.low[at + 1] in _PREFIXES and draft.low[at + 2 : at + 3] == ["-"]
    if not prefixed and not (draft.title[at + 1] and len(draft.words[at + 1]) > 1):
        return False
    draft.put_exactly(at, at + 2, draft.words[at] + draft.words[at + 1])
    return True


def glue_sentences(draft: Draft, at: int) -> bool:
    """Lose the space behind a sentence: *secure.In*."""
    if draft.words[at] != "." or not draft.is_free(at, at + 2) or not _is_spaced(draft, at):
        return False
    if not at or not draft.plain[at - 1] or not draft.title[at + 1]:
        return False
    draft.put_exactly(at, at + 2, draft.words[at] + draft.words[at + 1])
    return True


def break_hyphen(draft: Draft, at: int) -> bool:
    """Put a space behind a hyphen: *high- stakes*."""
    if draft.words[at] != "-" or not 0 < at < len(draft) - 1 or not draft.is_free(at - 1, at + 2):
        return False
    if draft.end[at - 1] != draft.start[at] or draft.end[at] != draft.start[at + 1] or not draft.plain[at + 1]:
        return False
    draft.put_exactly(at - 1, at + 2, f"{draft.words[at - 1]}- {draft.words[at + 1]}")
    return True


def stutter(draft: Draft, at: int) -> bool:
    """Say something twice: *of of*, *the Union. Union.*, *No. The No. 2*."""
    word = draft.words[at]
    if word.rstrip(".") in _ABBREVIATIONS and at and draft.low[at - 1] == "the":
        end = at + 1 if word.endswith(".") else at + 2  # The tokenizer leaves the dot on some, not on "No."
        if draft.is_free(at - 1, end) and draft.said(at, end).endswith("."):
            said = draft.said(at, end)
            draft.put_exactly(at - 1, end, f"{said} The {said}")
            return True
    if draft.title[at] and word.isalpha() and draft.words[at + 1 : at + 2] == ["."] and draft.is_free(at, at + 2):
        draft.put_exactly(at, at + 2, f"{word}. {word}.")
        return True
    if draft.low[at] in _DOUBLED and not draft.taken[at]:
        draft.put_exactly(at, at + 1, f"{word} {draft.low[at]}")
        return True
    return False


def move_bracket(draft: Draft, at: int) -> bool:
    """Put the space on the wrong side of a bracket: *Locker( DHL)*."""
    if draft.words[at] != "(" or not at or not draft.is_free(at - 1, at + 2) or not _is_spaced(draft, at - 1):
        return False
    draft.put_exactly(at - 1, at + 2, f"{draft.words[at - 1]}( {draft.words[at + 1]}")
    return True


def loosen_mark(draft: Draft, at: int) -> bool:
    """Put a space before a comma, or behind an opening quotation mark: *word ,*, *“ word*."""
    if draft.words[at] == "“" and draft.is_free(at, at + 2) and not _is_spaced(draft, at):
        draft.put_exactly(at, at + 2, f"“ {draft.words[at + 1]}")
        return True
    if draft.words[at] != "," or not at or not draft.plain[at - 1] or not draft.is_free(at - 1, at + 1):
        return False
    draft.put_exactly(at - 1, at + 1, f"{draft.words[at - 1]} ,")
    return True


def misspell_name(draft: Draft, at: int) -> bool:
    """Spell a name that stands in the text more than once another way: *Ryapkov*."""
    name = draft.words[at]
    if draft.taken[at] or not draft.title[at] or not name.isalpha() or len(name) < 6:
        return False
    if draft.opens[at] or Counter(draft.words)[name] < 2:
        return False
    places = [place for place in range(2, len(name)) if any(name[place] in pair for pair in _LIKE_SOUNDS)]
    if not places:
        return False
    place = draft.rng.choice(places)
    pair = next(pair for pair in _LIKE_SOUNDS if name[place] in pair)
    draft.put_exactly(at, at + 1, name[:place] + pair[1 - pair.index(name[place])] + name[place + 1 :])
    return True


def drop_litter(draft: Draft, at: int) -> bool:
    """Leave a line of a scraped page behind a paragraph."""
    if at + 1 < len(draft) and "\n" not in draft.text[draft.end[at] : draft.start[at + 1]]:
        return False
    names = [word for word, title in zip(draft.words, draft.title, strict=True) if title and len(word) > 3]
    line = draft.rng.choice(_LITTER).format(name=draft.rng.choice(names or ["Today"]))
    draft.insert(draft.end[at], f"\n{line}")
    return True


def _is_spaced(draft: Draft, at: int) -> bool:
    """Tell whether one space stands behind a token."""
    return at + 1 < len(draft) and draft.text[draft.end[at] : draft.start[at + 1]] == " "


DAMAGERS: dict[str, Damager] = {
    "bracket": move_bracket,
    "glued": glue_words,
    "hyphen": break_hyphen,
    "litter": drop_litter,
    "mark": loosen_mark,
    "name": misspell_name,
    "sentence": glue_sentences,
    "stutter": stutter,
}
"""All kinds of damage by name."""
