"""Open vocabulary: spun phrases that the lexicon lacks, put into real sentences that held the expected term.

`python -m tests.benchmarks.open_vocabulary --pairs tortured_pairs.tsv --sentences held_out.jsonl`

`--pairs` is a table (tabs, header) with the columns `phrase` and `expected`; a pair whose column `uncertain` is not 0
or whose `condition` is not empty is left out. `--sentences` is JSON Lines with a field `text`, of documents that the
model did not count: the work folder of a training has them in `documents/held_out.jsonl`.

Every pair finds a sentence of its own, five sentences make a text. The texts are analysed twice, with the lexicon as
shipped and without every entry that has one of these phrases among its forms; single words of a phrase may still be
entries. Beside them stand the same texts with the expected terms left in place.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from spin_detect.analysis import Resources, resources
from spin_detect.channel import BoundLexicon
from spin_detect.config import Settings
from spin_detect.context.model import default_model
from spin_detect.evaluation import GoldEdit, GoldRecord, judge
from spin_detect.evaluation.judging import Tally
from spin_detect.evaluation.measures import Share
from spin_detect.lexicon.compile import compile_entries
from spin_detect.lexicon.expansion import expand
from spin_detect.lexicon.load import Lexicon, default_lexicon
from spin_detect.records import Analysis, Verdict
from spin_detect.training.bench import analysed
from spin_detect.weights import default_weights

TEXT_SENTENCES = 5
"""Sentences that make one text, long enough for a verdict."""

_PHRASE = re.compile(r"[a-z]+(?: [a-z]+){1,2}")
_WORD = re.compile(r"[a-z]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SENTENCE_WORDS = range(8, 46)
_TERM_WORDS = (2, 3)


class Pair(NamedTuple):
    """What a spinner wrote and the term that it stands for."""

    phrase: str
    expected: str


@dataclass(frozen=True)
class Row:
    """What came of the texts with one lexicon; `hinted`: a word of the term is among the suggestions at its place."""

    name: str
    tally: Tally
    hinted: Share
    noticed: Share
    spun: Share

    def cells(self) -> list[str]:
        """Return the row as the table shows it; without phrases there is nothing to find."""
        shares = (self.tally.recall, self.tally.restoration_rate, self.hinted, self.noticed, self.spun)
        return [self.name, *("–" if share.value is None else f"{share.value:.3f}" for share in shares)]


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of two or three plain words on either side, each phrase once."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    pairs = {}
    for row in rows:
        pair = Pair(row["phrase"], row["expected"])
        plain = (row.get("uncertain") or "0") == "0" and not (row.get("condition") or "").strip()
        if plain and pair.phrase != pair.expected and all(map(_PHRASE.fullmatch, pair)):
            pairs.setdefault(pair.phrase, pair)
    return list(pairs.values())


def sentences_with(terms: set[str], texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the sentences that hold each term, in the order of the texts, each with the first term it holds."""
    found: dict[str, list[str]] = {}
    for text in texts:
        for sentence in _SENTENCE_END.split(text):
            if len(sentence.split()) in _SENTENCE_WORDS:
                term = next((term for term in _runs(sentence) if term in terms and _place(term, sentence)), None)
                if term is not None:
                    found.setdefault(term, []).append(sentence)
    return found


def spun_texts(pairs: Sequence[Pair], sentences: dict[str, list[str]], seed: int) -> list[GoldRecord]:
    """Return texts in which each term is spun; a pair for which no sentence is left is not used."""
    left = {term: list(held) for term, held in sentences.items()}
    cases = [(pair, left[pair.expected].pop(0)) for pair in pairs if left.get(pair.expected)]
    random.Random(seed).shuffle(cases)
    whole = len(cases) - len(cases) % TEXT_SENTENCES
    return [_spun_text(cases[first : first + TEXT_SENTENCES]) for first in range(0, whole, TEXT_SENTENCES)]


def unspun(record: GoldRecord) -> GoldRecord:
    """Return a text with its terms put back."""
    text = record.text
    for edit in reversed(record.edits or ()):
        text = text[: edit.start] + edit.originals[0] + text[edit.end :]
    return GoldRecord(record.id, text, spun=False)


def without(lexicon: Lexicon, phrases: set[str], settings: Settings) -> Resources:
    """Return everything that scoring needs, with a lexicon of which no form is one of the phrases."""
    kept = [entry for entry in lexicon.entries if not phrases & {form.lower() for form in expand(entry)}]
    compiled = compile_entries(kept, [allowed.phrase for allowed in lexicon.allowed], version=lexicon.version)
    model = default_model()
    return Resources(settings, model, BoundLexicon(compiled, model.vocabulary), default_weights())


def measure(name: str, records: Sequence[GoldRecord], loaded: Resources) -> Row:
    """Return what comes of the texts."""
    analyses = list(analysed([record.text for record in records], loaded))
    pairs = list(zip(records, analyses, strict=True))
    hints = [_hinted(edit, analysis) for record, analysis in pairs for edit in record.edits or ()]
    verdicts = [analysis.verdict for analysis in analyses]
    return Row(
        name,
        sum((judge(record, analysis).tally for record, analysis in pairs if record.edits), Tally()),
        Share(sum(hints), len(hints)),
        Share(sum(verdict in (Verdict.SPUN, Verdict.SUSPECT) for verdict in verdicts), len(verdicts)),
        Share(verdicts.count(Verdict.SPUN), len(verdicts)),
    )


def _runs(sentence: str) -> Iterable[str]:
    """Yield every run of as many words as terms have."""
    words = _WORD.findall(sentence.lower())
    for first in range(len(words)):
        for count in _TERM_WORDS:
            yield " ".join(words[first : first + count])


def _place(term: str, sentence: str) -> re.Match[str] | None:
    """Return where a sentence has a term in one piece."""
    return re.search(rf"\b{re.escape(term)}\b", sentence, re.IGNORECASE)


def _spun_text(cases: Sequence[tuple[Pair, str]]) -> GoldRecord:
    """Return one text of some sentences, with the edits that were made."""
    text, edits = "", []
    for pair, sentence in cases:
        place = _place(pair.expected, sentence)
        assert place is not None, "sentences are chosen by the term that they hold"
        start = len(text) + place.start()
        edits.append(GoldEdit(start, start + len(pair.phrase), pair.phrase, (place.group(),)))
        text += sentence[: place.start()] + pair.phrase + sentence[place.end() :] + " "
    return GoldRecord(cases[0][0].phrase, text.rstrip(), spun=True, edits=tuple(edits))


def _hinted(edit: GoldEdit, analysis: Analysis) -> bool:
    """Tell whether a word of the term, which the phrase lacks, is suggested where the phrase stands."""
    wanted = set(edit.originals[0].lower().split()) - set(edit.text.split())
    here = [finding for finding in analysis.findings if finding.start < edit.end and finding.end > edit.start]
    return any(wanted & set(s.text.lower().split()) for finding in here for s in finding.suggestions)


def main(arguments: list[str] | None = None) -> None:
    """Print one row for each lexicon."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=Path, required=True, help="table of phrase and expected term")
    parser.add_argument("--sentences", type=Path, required=True, help="JSON Lines with text")
    parser.add_argument("--most", type=int, default=2500, help="pairs that are drawn")
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args(arguments)
    pairs = read_pairs(options.pairs)
    random.Random(options.seed).shuffle(pairs)
    pairs = pairs[: options.most]
    with options.sentences.open(encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines)
        records = spun_texts(pairs, sentences_with({pair.expected for pair in pairs}, texts), options.seed)
    phrases = {edit.text for record in records for edit in record.edits or ()}
    lexicon, settings = default_lexicon(), Settings()
    lacking, whole = without(lexicon, phrases, settings), resources(settings)
    print(f"{len(pairs)} pairs, {len(phrases)} of them in sentences, {len(records)} texts")
    head = ["", "found", "restored", "hinted", "noticed", "spun"]
    rows = [
        measure("without the phrases", records, lacking),
        measure("whole lexicon", records, whole),
        measure("terms left in place", [unspun(record) for record in records], whole),
    ]
    for name, *cells in [head, *(row.cells() for row in rows)]:
        print(f"{name:22}" + "".join(f"{cell:>10}" for cell in cells))


if __name__ == "__main__":
    main()
