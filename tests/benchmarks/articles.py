"""Articles to measure speed on: made up from templates and frequent words, or cut from a file of real text."""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate
from pathlib import Path

ARTICLE_WORDS = 500

_SENTENCES = (
    "The {adj} {noun} of the {noun} will {verb} the {noun} before {day}.",
    "{name} said the {noun} had been {adj} for {number} years, and that no {noun} could {verb} it.",
    "In {place}, a {adj} {noun} and two {noun}s were seen near the {noun} on {day}.",
    "It was not clear whether the {noun} would {verb} the {adj} {noun}, {name} told the {noun}.",
    '"We cannot {verb} a {noun} like this," she said, "without a {adj} {noun}."',
    "About {number} people in {place} {verb} the {noun} every year; most of them also {verb} the {noun}.",
    "The {noun}, which {name} called {adj}, is expected to {verb} {number} per cent of the {noun}.",
    "Officials in {place} did not {verb} the {noun} on {day}, but the {noun} remained {adj}.",
    "Even so, the {adj} {noun} and its {noun} may {verb} more than the {noun} can {verb}.",
    "There is a {noun} in {place} that has to {verb} {number} {noun}s a week.",
)
_NAMES = "Maria Lindqvist|Tom Achterberg|the minister|Dr. Okafor|Mr. Sorrel|a spokeswoman|the chairman|Ines Valdez"
_PLACES = "Lisbon|the north of the country|Ghent|Porto|the valley|Tampere|the old harbour|Bristol"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|the end of the month|noon"
_ADJECTIVES = (
    "new|small|public|early|local|heavy|quiet|common|final|strong|dry|large|simple|recent|broad|open|narrow|serious|"
    "bright|cold|steady|rural|modern|careful|cheap|annual|central|private|useful|rough"
)
_NOUNS = (
    "council|river|school|budget|market|bridge|garden|report|train|farmer|office|letter|museum|window|contract|storm|"
    "library|engine|village|doctor|meeting|machine|forest|newspaper|kitchen|harvest|teacher|hotel|season|station|"
    "painting|road|factory|singer|ticket|lawyer|island|winter|company|committee"
)
_VERBS = (
    "open|close|support|repair|visit|reach|follow|change|print|protect|reduce|carry|accept|finish|replace|measure|"
    "prepare|collect|improve|describe|cover|answer|delay|expect|remember|paint|move|share|test|watch"
)


@cache
def _frequent() -> tuple[list[str], list[float]]:
    """Return frequent English words and their cumulated frequencies."""
    from wordfreq import top_n_list, word_frequency

    words = [word for word in top_n_list("en", 20_000) if word.isalpha() and len(word) > 3]
    return words, list(accumulate(word_frequency(word, "en") for word in words))


def made_articles(count: int, *, words: int = ARTICLE_WORDS, seed: int = 0) -> list[str]:
    """Return `count` articles of about so many words, the same for the same seed; one slot in ten holds any word."""
    chance = random.Random(seed)
    return [_article(words, chance) for _ in range(count)]


def _article(words: int, chance: random.Random) -> str:
    """Return one article of several paragraphs."""
    sentences: list[str] = []
    length = 0
    while length < words:
        sentence = _sentence(chance)
        length += len(sentence.split())
        sentences.append(sentence)
    paragraphs = [" ".join(sentences[first : first + 4]) for first in range(0, len(sentences), 4)]
    return "\n\n".join(paragraphs)


def _sentence(chance: random.Random) -> str:
    """Return one sentence, its slots filled by chance."""
    slots = {
        "name": _NAMES,
        "place": _PLACES,
        "day": _DAYS,
        "adj": _ADJECTIVES,
        "noun": _NOUNS,
        "verb": _VERBS,
    }
    sentence = chance.choice(_SENTENCES)
    for slot, fillers in slots.items():
        choices = fillers.split("|")
        while (mark := "{" + slot + "}") in sentence:
            sentence = sentence.replace(mark, _filler(choices, slot, chance), 1)
    while "{number}" in sentence:
        sentence = sentence.replace("{number}", str(chance.randrange(2, 400)), 1)
    return sentence[0].upper() + sentence[1:]


def _filler(choices: list[str], slot: str, chance: random.Random) -> str:
    """Return a word for a slot."""
    if slot in {"adj", "noun", "verb"} and chance.random() < 0.1:
        words, weights = _frequent()
        return chance.choices(words, cum_weights=weights)[0]
    return chance.choice(choices)


def real_articles(path: Path, count: int, *, words: int = ARTICLE_WORDS) -> list[str]:
    """Return up to `count` pieces of so many words from a plain text file, line ends kept."""
    pieces: list[str] = []
    lines: list[str] = []
    length = 0
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            lines.append(line)
            length += len(line.split())
            if length >= words:
                pieces.append("".join(lines))
                lines, length = [], 0
                if len(pieces) == count:
                    return pieces
    return pieces or ["".join(lines)]
