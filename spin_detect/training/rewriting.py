"""Light rewriting as translation there and back leaves it: order of words and small function words, by rule.

The rules look at tokens only, so they are strict about what they touch. Each returns whether it changed anything;
every change is a swap of tokens like any other, so that the text before it can be had back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spin_detect.artefacts.words import word_set

if TYPE_CHECKING:
    from spin_detect.training.drafting import Draft

Rule = Callable[["Draft", int], bool]
"""Tries to change the draft at a token."""

_SAID = word_set("said stated told added explained noted announced replied declared argued warned")
_AUXILIARIES = word_set("has have had is are was were will would can could should may might must")
_ADVERBS = word_set("also already still now never often always soon recently only probably clearly currently")
_OPENERS = word_set("in on at during after before since when while if because although as despite until")
_CLAUSES = word_set("when while if because although after before until since")
_DETERMINERS = word_set("the a an its his her their our this that these those")
_PREPOSITIONS = word_set("of in on at for with by from to into about over under between against")
_CLOSING = frozenset({'"', "”", "''", ",”", '."'})
_STOPS = frozenset({".", "!", "?"})
_MARKS = frozenset({",", ".", ";", ":", "!", "?", ")", "(", '"', "“", "”", "-", "–", "—"})
_LONGEST_OPENER = 8
_ORDER_SHARE = 0.5
_FEWEST_BEFORE = 4

_SWAPS: dict[tuple[str, ...], tuple[str, ...]] = {
    tuple(old.split()): tuple(new.split("|"))
    for old, new in (
        line.split(" = ")
        for line in """
        of = from|for|about
        in = within|on|at|into
        on = about|upon|in|at
        at = in|on|during
        for = of|to|during
        to = for|towards|into
        with = by|together with|along with
        by = from|through|with
        from = of|by|since
        about = on|over|of|around
        during = in|throughout|over
        between = among|amid
        against = to|versus
        after = following|since|once
        before = prior to|ahead of
        because of = due to|by reason of
        according to = as per|in keeping with
        such as = like|as an example
        as well as = and also|and
        more than = over|above
        less than = under|below
        in order to = to|so as to
        however = but|nevertheless|although
        but = however|yet
        although = though|despite the fact that
        also = too|likewise|as well
        this = that|it
        these = those|such
        which = that|and that
        who = that|which
        many = a lot of|numerous
        some = a few|certain
        the = this|that
        a = one|the
        will = would|is going to|shall
        would = will|could
        can = may|is able to
        could = might|can
        may = might|could
        must = has to|should
        should = must|have to
        is = was|has been
        are = were|have been
        was = is|had been|has been
        were = are|had been|have been
        has been = was|is
        have been = were|are
        had been = was|has been
        did not = has not|didn't|had not
        do not = don't|will not
        does not = doesn't|would not
        is not = isn't|was not
        if = in case|when
        when = as|at the time when
        while = as|when|whilst
        since = because|as
        because = since|as
        said that = said|stated
        it is = this is|it's
        there are = there exist|we have
        there is = there exists|one finds
        """.strip().split("\n")
        for line in (line.strip(),)
    )
}
_LONGEST_SWAP = max(map(len, _SWAPS))


def rewrite(draft: Draft, rate: float) -> None:
    """Change the draft in many small places; `rate` is how often a chance is taken."""
    for token in range(len(draft)):
        if draft.rng.random() < rate and not draft.taken[token]:
            rules = draft.rng.sample(_SMALL, len(_SMALL))
            if draft.rng.random() < _ORDER_SHARE:
                rules = [*draft.rng.sample(_ORDER, len(_ORDER)), *rules]
            any(rule(draft, token) for rule in rules)


def swap_small_words(draft: Draft, at: int) -> bool:
    """Change a preposition, an auxiliary, a connective: *of* to *from*, *is* to *was*, *however* to *but*."""
    for width in range(_LONGEST_SWAP, 0, -1):
        wordings = _SWAPS.get(tuple(draft.low[at : at + width]))
        if wordings and draft.is_free(at, at + width):
            return draft.put(at, at + width, draft.rng.choice(wordings))
    return False


def drop_article(draft: Draft, at: int) -> bool:
    """Leave an article out: *the sanctions* to *sanctions*."""
    if draft.low[at] not in ("the", "a", "an") or not draft.is_free(at, at + 2) or not draft.plain[at + 1]:
        return False
    return draft.put(at, at + 2, draft.words[at + 1])


def add_article(draft: Draft, at: int) -> bool:
    """Put an article where there was none: *of trade* to *of the trade*."""
    if not at or draft.low[at - 1] not in _PREPOSITIONS or not draft.is_free(at, at + 1) or not _is_content(draft, at):
        return False
    return draft.put(at, at + 1, f"the {draft.words[at]}")


def change_tense(draft: Draft, at: int) -> bool:
    """Say *has announced* for *announced* after a name or a pronoun."""
    after_subject = at > 0 and (draft.title[at - 1] or draft.low[at - 1] in ("he", "she", "it", "they", "we", "which"))
    before_object = at + 1 < len(draft) and draft.low[at + 1] in _DETERMINERS
    if not after_subject or not before_object or not _is_past(draft, at) or draft.taken[at]:
        return False
    plural = draft.low[at - 1] in ("they", "we")
    auxiliary = draft.rng.choice(("had", "have" if plural else "has"))
    return draft.put(at, at + 1, f"{auxiliary} {draft.words[at]}")


def move_adverb(draft: Draft, at: int) -> bool:
    """Change the order of an adverb and its verb: *has already said*, *quickly moved*, *grew rapidly*."""
    if not draft.is_free(at, at + 2) or not draft.plain[at] or not draft.plain[at + 1]:
        return False
    left, right = draft.low[at], draft.low[at + 1]
    pairs = (left in _AUXILIARIES and _is_adverb(right)) or (_is_adverb(left) and _is_past(draft, at + 1))
    if not pairs and not (_is_past(draft, at) and _is_adverb(right)):
        return False
    return draft.put(at, at + 2, f"{right} {left}")


def turn_pair(draft: Draft, at: int) -> bool:
    """Change the order of two words around *and*: *trade and investment*."""
    if not draft.is_free(at, at + 3) or draft.low[at + 1] not in ("and", "or"):
        return False
    if not (_is_content(draft, at) and _is_content(draft, at + 2)):
        return False
    bounded = at + 3 == len(draft) or not draft.plain[at + 3] or draft.low[at + 3] in _PREPOSITIONS
    return bounded and draft.put(at, at + 3, f"{draft.words[at + 2]} {draft.words[at + 1]} {draft.words[at]}")


def turn_genitive(draft: Draft, at: int) -> bool:
    """Say *France's leader* for *the leader of France*, or the other way round."""
    if draft.low[at] == "the" and draft.is_free(at, at + 4) and draft.low[at + 2] == "of":
        if not (_is_content(draft, at + 1) and _is_name(draft, at + 3, at + 4)):
            return False
        return draft.put(at, at + 4, f"{draft.words[at + 3]}'s {draft.words[at + 1]}")
    if draft.is_free(at, at + 3) and draft.low[at + 1] in ("'s", "’s") and _is_name(draft, at, at + 1):
        if not _is_content(draft, at + 2) or (at + 3 < len(draft) and _is_content(draft, at + 3)):
            return False
        draft.put_exactly(at, at + 3, f"{_the(draft, at)} {draft.words[at + 2]} of {draft.words[at]}")
        return True
    return False


def turn_attribution(draft: Draft, at: int) -> bool:
    """Say *stated Smith* for *Smith stated* behind a quotation, or the other way round."""
    behind = at > 0 and draft.words[at - 1] in _CLOSING
    if not behind:
        return False
    verb_first = draft.low[at] in _SAID
    name = at + verb_first
    end = name
    while end < len(draft) and draft.title[end] and draft.words[end].isalpha():
        end += 1
    verb = at if verb_first else end
    last = end if verb_first else end + 1
    if end == name or verb >= len(draft) or draft.low[verb] not in _SAID or not draft.is_free(at, last):
        return False
    if last < len(draft) and draft.words[last] not in _MARKS:
        return False
    said, who = draft.words[verb], draft.said(name, end)
    draft.put_exactly(at, last, f"{who} {said}" if verb_first else f"{said} {who}")
    return True


def move_clause(draft: Draft, at: int) -> bool:
    """Move a short clause or phrase from the front of its sentence to the end, or back: *In 2010, it grew*."""
    if not draft.opens[at] or draft.taken[at]:
        return False
    end = next((token for token in range(at, len(draft)) if draft.words[token] in _STOPS), len(draft))
    if end >= len(draft) or any(draft.opens[at + 1 : end]) or not _FEWEST_BEFORE <= end - at <= 60:
        return False
    marks = [token for token in range(at, end) if draft.words[token] in _MARKS]
    if len(marks) == 1 and draft.words[marks[0]] == "," and draft.low[at] in _OPENERS:
        return _to_the_end(draft, at, marks[0], end)
    clauses = [token for token in range(at + _FEWEST_BEFORE, end - 2) if draft.low[token] in _CLAUSES]
    return not marks and len(clauses) == 1 and _to_the_front(draft, at, clauses[0], end)


def turn_passive(draft: Draft, at: int) -> bool:
    """Say *The plan was approved by Pfizer* for *Pfizer approved the plan*."""
    if not draft.opens[at] or not draft.title[at]:
        return False
    verb = at
    while verb < len(draft) and draft.title[verb] and draft.words[verb].isalpha():
        verb += 1
    if verb == at or verb >= len(draft) or draft.low[at] in _DETERMINERS or not _is_past(draft, verb):
        return False
    end = verb + 1
    while end < len(draft) and draft.plain[end] and draft.low[end] not in _PREPOSITIONS and end < verb + 5:
        end += 1
    if end >= len(draft) or draft.words[end] not in _STOPS or end - verb < 3 or not draft.is_free(at, end):
        return False
    if draft.low[verb + 1] not in _DETERMINERS:
        return False
    thing = draft.said(verb + 1, end)
    draft.put_exactly(at, end, f"{thing[:1].upper()}{thing[1:]} was {draft.words[verb]} by {draft.said(at, verb)}")
    return True


def _to_the_end(draft: Draft, at: int, comma: int, end: int) -> bool:
    """Move what stands before the only comma behind the last word."""
    if comma - at > _LONGEST_OPENER or end - comma < 3 or not draft.is_free(at, comma + 2) or draft.taken[end - 1]:
        return False
    first, moved = draft.words[comma + 1], draft.said(at, comma)
    draft.put_exactly(end - 1, end, f"{draft.words[end - 1]} {moved[:1].lower()}{moved[1:]}")
    draft.put_exactly(at, comma + 2, first[:1].upper() + first[1:])
    return True


def _to_the_front(draft: Draft, at: int, clause: int, end: int) -> bool:
    """Move the clause at the end of a sentence before its first word."""
    if end - clause > 2 * _LONGEST_OPENER or not draft.is_free(clause - 1, end) or draft.taken[at]:
        return False
    name = draft.low[at] not in _DETERMINERS and draft.low[at] not in ("he", "she", "it", "they", "we", "there")
    moved = draft.said(clause, end)
    first = draft.words[at] if name else draft.low[at]
    draft.put_exactly(at, at + 1, f"{moved[:1].upper()}{moved[1:]}, {first}")
    draft.put_exactly(clause - 1, end, draft.words[clause - 1])
    return True


def _the(draft: Draft, at: int) -> str:
    return "The" if draft.opens[at] else "the"


def _is_content(draft: Draft, at: int) -> bool:
    """Tell whether a token is a plain word that carries meaning."""
    word = draft.low[at]
    small = word in _PREPOSITIONS or word in _DETERMINERS or word in _AUXILIARIES or (word,) in _SWAPS
    return draft.plain[at] and len(word) > 2 and not small


def _is_name(draft: Draft, first: int, last: int) -> bool:
    """Tell whether one capitalised word stands alone, not as a part of a longer name."""
    longer = (last < len(draft) and draft.title[last]) or (first > 0 and draft.title[first - 1])
    return draft.title[first] and draft.words[first].isalpha() and not longer


def _is_past(draft: Draft, at: int) -> bool:
    return draft.plain[at] and draft.low[at].endswith("ed") and len(draft.low[at]) > 4


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 5)


_SMALL: tuple[Rule, ...] = (swap_small_words, drop_article, add_article, change_tense)
_ORDER: tuple[Rule, ...] = (move_adverb, turn_pair, turn_genitive, turn_attribution, move_clause, turn_passive)
RULES = (*_SMALL, *_ORDER)
"""All rules, those for small words first."""
