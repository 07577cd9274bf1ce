"""Inflection: which forms a word or phrase takes, so that a swap of lemmas becomes a swap of what stands in the text.

Everything rests on lemminflect, imported on first use and memoised. Tags are Penn Treebank tags. In a noun phrase the
head inflects (the last word, or what stands before *of*), in a verb phrase the first word.
"""

from __future__ import annotations

from functools import lru_cache

TAGS = {
    "noun": ("NN", "NNS"),
    "verb": ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"),
    "adj": ("JJ", "JJR", "JJS"),
    "adv": ("RB", "RBR", "RBS"),
}
"""The tags that forms are made for, by part of speech; the first is the lemma itself."""

_UPOS = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ", "adv": "ADV"}
_DEGREE = {"JJR": "more", "JJS": "most", "RBR": "more", "RBS": "most"}
_MEMO = 1 << 16

# Ten to the power of two: a noun whose plural is a hundred times rarer than itself is not counted ("informations").
_UNCOUNTED = 2.0

_IRREGULAR: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {
    ("person", "noun"): {"NN": ("person",), "NNS": ("people", "persons")},
    ("be", "verb"): {
        "VB": ("be",),
        "VBP": ("are", "am"),
        "VBZ": ("is",),
        "VBD": ("was", "were"),
        "VBN": ("been",),
        "VBG": ("being",),
    },
    ("lie", "verb"): {
        "VB": ("lie",),
        "VBP": ("lie",),
        "VBZ": ("lies",),
        "VBD": ("lay", "lied"),
        "VBN": ("lain", "lied"),
        "VBG": ("lying",),
    },
}


@lru_cache(maxsize=_MEMO)
def word_forms(word: str, pos: str) -> dict[str, tuple[str, ...]]:
    """Return the forms of one word by tag, best first; spelling variants (`travelled`) and zero plurals follow."""
    if (word.lower(), pos) in _IRREGULAR and word.islower():
        return _IRREGULAR[word, pos]
    lemma = TAGS[pos][0]
    if not word[-1:].isalpha():
        return {lemma: (word,)}
    found = _dictionary(word, pos)
    if found is None and "-" in word:
        prefix, hyphen, last = word.rpartition("-")
        return {tag: tuple(prefix + hyphen + form for form in forms) for tag, forms in word_forms(last, pos).items()}
    if found is None:
        found = _guessed(word, pos)
    forms = {tag: found[tag] for tag in TAGS[pos] if found.get(tag)}
    forms[lemma] = (word,)
    if pos == "verb" and "VBD" in forms:
        forms.setdefault("VBN", forms["VBD"])
    if pos == "noun" and word in forms.get("NNS", ()):
        forms["NNS"] = _plurals(word, forms["NNS"])
    return forms


def variants(lemma: str, pos: str) -> dict[str, tuple[str, ...]]:
    """Return every form of a word or phrase by tag, best first. Phrases of adjectives and adverbs are not compared."""
    if pos not in TAGS:
        return {}
    words = lemma.split(" ")
    if len(words) == 1:
        return word_forms(lemma, pos)
    if pos in ("adj", "adv"):
        return {TAGS[pos][0]: (lemma,)}
    forms: dict[str, tuple[str, ...]] = {}
    for place in _heads(words, pos):
        for tag, heads in word_forms(words[place], pos).items():
            made = tuple(" ".join((*words[:place], head, *words[place + 1 :])) for head in heads)
            forms[tag] = tuple(dict.fromkeys((*forms.get(tag, ()), *made)))
    return forms


def inflect(lemma: str, pos: str) -> dict[str, str]:
    """Return the usual form of a word or phrase for every tag that it has; empty where `pos` does not inflect."""
    return {tag: forms[0] for tag, forms in variants(lemma, pos).items()}


@lru_cache(maxsize=_MEMO)
def realise(lemma: str, pos: str, tag: str) -> str:
    """Return `lemma` in the form `tag`: compared with *more* where it has no form of its own, else unchanged."""
    forms = variants(lemma, pos).get(tag)
    if forms:
        return forms[0]
    return f"{_DEGREE[tag]} {lemma}" if tag in _DEGREE else lemma


@lru_cache(maxsize=_MEMO)
def loose_forms(phrase: str) -> tuple[str, ...]:
    """Return a phrase of unknown part of speech in all forms that it may take.

    A single word inflects as noun and, where the dictionary has it so, as verb and adjective; of several words the last
    one inflects as noun and the first as verb.
    """
    head, space, last = phrase.rpartition(" ")
    forms = [phrase]
    for pos in ("noun", "verb", "adj") if not head else ("noun",):
        found = word_forms(last, pos) if pos == "noun" or _dictionary(last, pos) else {}
        forms += [head + space + form for tag in found for form in found[tag]]
    if head:
        first, _, rest = phrase.partition(" ")
        if _dictionary(first, "verb"):
            forms += [f"{form} {rest}" for made in word_forms(first, "verb").values() for form in made]
    return tuple(dict.fromkeys(forms))


def _heads(words: list[str], pos: str) -> list[int]:
    """Return the places of the words that may inflect, the likeliest first."""
    if pos == "verb":
        return [0]
    last = len(words) - 1
    if "of" in words[1:-1]:
        before = words.index("of", 1) - 1
        if _dictionary(words[before], "noun"):
            return [before, last]
    return [last]


@lru_cache(maxsize=_MEMO)
def _dictionary(word: str, pos: str) -> dict[str, tuple[str, ...]] | None:
    """Return the forms that the dictionary of lemminflect lists, or None."""
    from lemminflect import getAllInflections

    found: dict[str, tuple[str, ...]] = getAllInflections(word, _UPOS[pos])
    return found or None


def _guessed(word: str, pos: str) -> dict[str, tuple[str, ...]]:
    """Return regular forms for a noun or verb that the dictionary lacks; nothing else is guessed."""
    from lemminflect import getAllInflectionsOOV

    if pos not in ("noun", "verb"):
        return {}
    if pos == "noun" and (word.endswith("s") or not word.isalpha()):
        # "thanks", "goods", "U.S": plural already, or no word to add an ending to.
        return {"NNS": (word,)} if word.endswith("s") and not word.endswith(("ss", "us", "is")) else {}
    if word.isupper() and len(word) > 1:
        return {"NNS": (word + "s",)} if pos == "noun" else {}
    found: dict[str, tuple[str, ...]] = getAllInflectionsOOV(word, _UPOS[pos])
    return found


def _plurals(word: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the plurals of a noun whose dictionary form offers the singular too: first for what is not counted."""
    from wordfreq import zipf_frequency

    others = tuple(form for form in forms if form != word)
    if not others or forms[0] == word:
        return forms
    if word.isalpha() and zipf_frequency(word, "en") - zipf_frequency(others[0], "en") >= _UNCOUNTED:
        return (word, *others)
    return others
