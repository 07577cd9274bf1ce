"""Mining: swaps read off aligned texts become proposals of entries with counts and contexts, for review."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spin_detect.inflection import TAGS, variants
from spin_detect.lexicon.align import Substitution, substitutions
from spin_detect.lexicon.entries import NO_GUARD, Entry, tidy

SOURCE = "observed"
MAX_SWAP = 5
"""Words on either side of a swap that may still be an entry; longer stretches are rewritten sentences."""
MAX_ORIGINALS = 5
CONTEXTS = 3

# Swapped alone these are grammar, not vocabulary.
_GRAMMAR_WORDS = """
a an the this that these those it its he she they we i you his her their our my your him them us of to in on at by and
or for from with as is are was were be been being am has have had do does did not no
"""
_GRAMMAR = frozenset(_GRAMMAR_WORDS.split())
_CLOSED_WORDS = """
if when while where because although though than so but such just also how why what who which that whose unless until
since before after over under between through about into yet once then there here very too
"""
_CLOSED = _GRAMMAR | frozenset(_CLOSED_WORDS.split())
_VERB_COMES_NEXT = """
to will would can could may might must shall should not n't they we i you he she it who that which 'll
"""
_BEFORE_VERB = frozenset(_VERB_COMES_NEXT.split())
_VERB_FIRST = ("verb", "noun", "adj", "adv")
_NOUN_FIRST = ("noun", "adj", "verb", "adv")
_ARTICLES = frozenset(("a", "an", "the"))
_WORD = re.compile(r"[^\W\d_][\w.]*(?:['-]\w+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Swap:
    """One swap as lemmas: what was emitted, what stood there, and as what part of speech."""

    spun: str
    original: str
    pos: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry for review, how often it was seen, and sentences (spun, original) in which it was."""

    entry: Entry
    count: int
    contexts: tuple[tuple[str, str], ...]


def mine(pairs: Iterable[tuple[str, str]], *, source: str = SOURCE, min_count: int = 1) -> list[Proposal]:
    """Return the entries that pairs of spun text and original suggest, the most frequent first."""
    found = (item for spun, original in pairs for item in substitutions(spun, original))
    return propose(found, source=source, min_count=min_count)


def propose(found: Iterable[Substitution], *, source: str = SOURCE, min_count: int = 1) -> list[Proposal]:
    """Return the entries that substitutions suggest, noise left out, the most frequent first."""
    seen: Counter[Swap] = Counter()
    contexts: dict[Swap, list[tuple[str, str]]] = defaultdict(list)
    for item in found:
        for swap in swaps_of(item):
            seen[swap] += 1
            context = (item.spun_sentence, item.original_sentence)
            if len(contexts[swap]) < CONTEXTS and context not in contexts[swap]:
                contexts[swap].append(context)
    _credit_parts(seen, contexts)
    groups: dict[tuple[str, str], list[Swap]] = defaultdict(list)
    for swap, count in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0].original)):
        if count:
            groups[swap.spun, swap.pos].append(swap)
    proposals = []
    for (spun, pos), swaps in groups.items():
        count = sum(seen[swap] for swap in swaps)
        if count >= min_count:
            originals = tuple(swap.original for swap in swaps[:MAX_ORIGINALS])
            tier = "likely" if " " in spun else "hint"
            entry = Entry(spun, originals, pos, tier, NO_GUARD, source, id=spun)
            shown = [context for swap in swaps for context in contexts[swap]][:CONTEXTS]
            proposals.append(Proposal(entry, count, tuple(shown)))
    return sorted(proposals, key=lambda p: (-p.count, p.entry.spun, p.entry.pos))


def swaps_of(item: Substitution) -> list[Swap]:
    """Return the swaps of lemmas that a substitution shows, none where it is noise.

    Words that were swapped beside each other without being a unit (`officers anticipate`) are swaps of their own.
    """
    spun, original = _with_name(item)
    if _is_noise(spun, original):
        return []
    before = item.spun_sentence[: max(0, item.spun_sentence.find(spun))].split()
    after_subject = bool(before) and before[-1].lower() in _BEFORE_VERB
    swap = lemma_swap(spun, original, order=_VERB_FIRST if after_subject else _NOUN_FIRST)
    if swap.pos == "phrase" and " " in spun and spun.count(" ") == original.count(" "):
        pairs = list(zip(spun.split(" "), original.split(" "), strict=True))
        parts = [lemma_swap(ours.lower(), theirs.lower()) for ours, theirs in pairs]
        if all(part.pos != "phrase" for part in parts):
            return [part for part, pair in zip(parts, pairs, strict=True) if not _is_noise(*pair)]
    return [swap]


def lemma_swap(spun: str, original: str, *, order: tuple[str, ...] = _NOUN_FIRST) -> Swap:
    """Return the swap as lemmas of the first part of speech in `order` that both sides share.

    Sides that share no inflection stay as they are, a `phrase`, or a `name` where both have capitals.
    """
    if _is_name(spun) and _is_name(original):
        return Swap(spun, original, "name")
    spun, original = _without_articles(spun.lower(), original.lower())
    readings = {swap.pos: swap for swap in _readings(spun, original)}
    if spun.endswith("ly") and original.endswith("ly"):
        order = ("adv", *order)
    for pos in order:
        if pos in readings:
            return readings[pos]
    return Swap(spun, original, "phrase")


def _without_articles(spun: str, original: str) -> tuple[str, str]:
    """Return both sides without their articles, if both have one and more behind it."""
    one, _, ours = spun.partition(" ")
    other, _, theirs = original.partition(" ")
    if one in _ARTICLES and other in _ARTICLES and ours and theirs:
        return ours, theirs
    return spun, original


def _readings(spun: str, original: str) -> Iterator[Swap]:
    """Yield the swap of lemmas for each part of speech that gives both sides a form of the same tag."""
    for pos in TAGS:
        ours, theirs = _lemmas(spun, pos), _lemmas(original, pos)
        shared = next((tag for tag in TAGS[pos] if tag in ours and tag in theirs), None)
        if shared:
            yield Swap(ours[shared], theirs[shared], pos)


def _lemmas(phrase: str, pos: str) -> dict[str, str]:
    """Return the lemma of a phrase for each tag that it may carry as this part of speech."""
    from lemminflect import getAllLemmas, getAllLemmasOOV

    words = phrase.split(" ")
    if len(words) > 1 and pos in ("adj", "adv"):
        return {}
    place = 0 if pos == "verb" else len(words) - 1
    upos = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}[pos]
    found: dict[str, str] = {}
    if pos != "verb" and words[place] in _CLOSED:
        return {}
    known = getAllLemmas(words[place])
    if not known and pos == "noun" and words[place].isalpha():
        known = getAllLemmasOOV(words[place], upos)
    for lemma in known.get(upos, ()):
        whole = " ".join((*words[:place], lemma, *words[place + 1 :]))
        for tag, forms in variants(whole, pos).items():
            if phrase in forms:
                found.setdefault(tag, whole)
    return found


def _is_noise(spun: str, original: str) -> bool:
    """Tell whether a swap says nothing about vocabulary."""
    from rapidfuzz import fuzz

    ours, theirs = spun.split(" "), original.split(" ")
    if not (0 < len(ours) <= MAX_SWAP and 0 < len(theirs) <= MAX_SWAP):
        return True
    if not all(_WORD.fullmatch(word) for word in (*ours, *theirs)):
        return True
    one, other = spun.lower(), original.lower()
    if one.replace(" ", "").replace("-", "") == other.replace(" ", "").replace("-", ""):
        return True
    # Inflections, spellings and mistyped names: "says" for "said", "Ryapkov" for "Ryabkov".
    if len(ours) == len(theirs) and (fuzz.ratio(one, other) >= 80 or _share_lemma(one, other)):
        return True
    return {one} <= _GRAMMAR or {other} <= _GRAMMAR or (_GRAMMAR.issuperset(one.split()) and len(ours) < 3)


def _share_lemma(one: str, other: str) -> bool:
    from lemminflect import getAllLemmas

    def lemmas(word: str) -> set[str]:
        return {lemma for found in getAllLemmas(word).values() for lemma in found}

    pairs = zip(one.split(" "), other.split(" "), strict=True)
    return all(a == b or lemmas(a) & lemmas(b) for a, b in pairs)


def _is_name(phrase: str) -> bool:
    return all(word[:1].isupper() for word in phrase.split(" "))


def _with_name(item: Substitution) -> tuple[str, str]:
    """Return both sides, with the rest of the name where they are part of one: *Japanese* [Europe]."""
    spun, original = tidy(item.spun), tidy(item.original)
    if not spun or not original or not (_is_name(spun) and _is_name(original)):
        return spun, original
    rest = _common_name(_after(item.spun_sentence, item.spun), _after(item.original_sentence, item.original))
    if rest:
        return f"{spun} {rest}", f"{original} {rest}"
    starts = item.spun_sentence.startswith(spun) and item.original_sentence.startswith(original)
    return (spun[:1].lower() + spun[1:], original[:1].lower() + original[1:]) if starts else (spun, original)


def _after(sentence: str, part: str) -> list[str]:
    return sentence.partition(part)[2].split()


def _common_name(ours: list[str], theirs: list[str]) -> str:
    """Return the capitalised words that both sides go on with."""
    rest = []
    for one, other in zip(ours, theirs, strict=False):
        if one != other or not one[:1].isupper():
            break
        rest.append(one.rstrip(".,;:!?'\""))
        if rest[-1] != one:
            break
    return " ".join(rest)


def _credit_parts(seen: Counter[Swap], contexts: dict[Swap, list[tuple[str, str]]]) -> None:
    """Count a phrase as its words where every word of it is a swap that is seen elsewhere too."""
    words = {(swap.spun, swap.original): swap for swap in seen if " " not in swap.spun + swap.original}
    for swap, count in list(seen.items()):
        ours, theirs = swap.spun.split(" "), swap.original.split(" ")
        if len(ours) != len(theirs) or len(ours) == 1 or swap.pos == "name":
            continue
        changed = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
        if all(pair in words for pair in changed):
            for part in (words[pair] for pair in changed):
                seen[part] += count
                contexts[part] = (contexts[part] + contexts[swap])[:CONTEXTS]
            seen[swap] = 0
