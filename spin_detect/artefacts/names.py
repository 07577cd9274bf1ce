"""One name, several spellings in one text: `Ryabkov`, `Ryapkov`, `Riabkov`.

Names that went through another alphabet come back by sound, so spellings are grouped by a sound skeleton and compared
only inside their group: linear in the number of names. Writers mistype names too; what looks like a slip of the
fingers scores low.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from spin_detect.artefacts.rules import finding
from spin_detect.artefacts.words import commonness, word_set
from spin_detect.records import Finding

_NAME = re.compile(r"(?<![\w’'-])[A-Z][a-zà-ÿ]{4,20}(?![\w-])")
_SOUND = str.maketrans("yjbdgvfwczq", "iiptkvvvksk")
_MUTE = re.compile(r"[aeiouh]")
_TWICE = re.compile(r"(.)\1+")
_NEXT = re.compile(r"(?:[’']s)?[ ,]{1,2}([A-Za-z]{3,20})")
_BEFORE = re.compile(r"([A-Za-z]{2,20})\.? \Z")
_KNOWN = 2.0
"""Zipf frequency from which a spelling is a word or name of its own."""
_COMMON = 3.3
"""Zipf frequency from which the majority spelling is a common word, not a rare name."""
_IDLE = word_set("the and for with from that was has had are his her who but not the")
_ENDINGS = re.compile(r"(?:i?ans?|s|es|i|a|e|o|ov|ova|aya|y|ie|us|um|ese|ish|is)\Z")
_MOST = 8
"""Occurrences of a spelling that are looked at for neighbours."""


def find(text: str) -> Iterator[Finding]:
    """Yield the minority spellings of names, to be written as the majority."""
    counts = Counter(_NAME.findall(text))
    if len(counts) < 2:
        return
    groups: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        groups[_skeleton(name)].append(name)
    replaced: dict[str, tuple[str, str]] = {}
    for group in groups.values():
        if len(group) > 1:
            replaced.update(_variants(group, counts))
    if replaced:
        yield from _confirmed(text, replaced, counts)


@lru_cache(maxsize=50_000)
def _skeleton(name: str) -> str:
    """Return the consonants of `name` by sound, its initial kept."""
    low = name.lower().replace("ph", "f")
    return low[0] + _TWICE.sub(r"\1", _MUTE.sub("", low[1:].translate(_SOUND)))


def _variants(group: list[str], counts: Counter[str]) -> dict[str, tuple[str, str]]:
    """Return minority spelling -> (majority spelling, rule) for names that sound alike."""
    from rapidfuzz.distance import OSA

    group = sorted(group, key=lambda name: (-counts[name], name))[:_MOST]
    main = group[0]
    found = {}
    for name in group[1:]:
        distance = OSA.distance(main, name)
        near = distance <= 2 and 3 * distance <= len(main)
        if near and counts[name] < counts[main] and not _is_form(main, name):
            found[name] = (main, "name-slip" if _is_slip(main, name) else "name-variant")
    return found


def _is_form(left: str, right: str) -> bool:
    """Tell whether two names differ by an ending only (plural, adjective, other gender)."""
    stem = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        stem += 1
    tails = left[stem:], right[stem:]
    return stem >= 3 and all(not tail or _ENDINGS.match(tail) is not None for tail in tails)


def _is_slip(main: str, name: str) -> bool:
    """Tell whether a finger, not a transliteration, explains the difference: letters lost, doubled or exchanged."""
    if len(main) == len(name):
        return sorted(main) == sorted(name)
    short, long = sorted((main, name), key=len)
    return len(long) - len(short) == 1


def _confirmed(text: str, replaced: dict[str, tuple[str, str]], counts: Counter[str]) -> Iterator[Finding]:
    """Yield the variants that stand where the majority spelling stands: beside the same first name, title or verb."""
    wanted = set(replaced) | {main for main, _ in replaced.values()}
    spots: dict[str, list[re.Match[str]]] = defaultdict(list)
    for match in _NAME.finditer(text):
        if match.group() in wanted and len(spots[match.group()]) < _MOST:
            spots[match.group()].append(match)
    for name, (main, rule) in replaced.items():
        known = set().union(*(_neighbours(text, match) for match in spots[main]))
        beside = [match for match in spots[name] if _neighbours(text, match) & known]
        if not beside or commonness(main) >= _COMMON or commonness(name) >= _KNOWN:
            continue
        reason = f"The same name is spelt {main} elsewhere in the text ({counts[main]} to {counts[name]})."
        for match in beside:
            yield finding(rule, text, *match.span(), main, reason=reason)


def _neighbours(text: str, match: re.Match[str]) -> set[str]:
    """Return the words beside a name, with the side they stand on."""
    after = _NEXT.match(text, match.end())
    before = _BEFORE.search(text, max(0, match.start() - 24), match.start())
    words = {f">{after.group(1).lower()}"} if after else set()
    if before:
        words.add(f"<{before.group(1).lower()}")
    return {word for word in words if word[1:] not in _IDLE}
