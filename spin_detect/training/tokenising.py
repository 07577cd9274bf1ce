"""From documents to numbered tokens, spooled to the work folder in pieces so that memory does not grow with the corpus.

A piece lies in two files: `NNNNN.txt` lists its words, `NNNNN.npy` has a code for each token: twice the place of its
word in that list (from 1) plus 1 where it is capitalised. Code 0 ends a paragraph. Pieces are cut by size alone, so
that the number of processes makes no difference to them.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.errors import SpinDetectError
from spin_detect.training.corpus import Corpus, is_held_out
from spin_detect.words import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language

    from spin_detect.training.recipe import Recipe

_LONGEST = 10**8
_PIECES_A_PIPELINE = 25
"""spaCy remembers every word it meets, so that a new pipeline takes over from time to time. Memory zones would forget
after every piece, and halve the speed."""


def tokenise(corpora: Sequence[Corpus], folder: Path, recipe: Recipe, jobs: int, say: Callable[[str], None]) -> None:
    """Write the tokens of all documents that are not held out under `folder`, a folder a genre."""
    for corpus in corpora:
        (folder / corpus.name).mkdir(parents=True, exist_ok=True)
    if jobs <= 1:
        for corpus in corpora:
            say(f"{corpus.name}: {_tokenise_share(corpus, folder / corpus.name, recipe, 0, 1):,} tokens")
        return
    # Spawned, not forked: a fork would copy the threads and locks of whatever the parent has loaded.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        shares = {
            pool.submit(_tokenise_share, corpus, folder / corpus.name, recipe, share, jobs): corpus.name
            for corpus in corpora
            for share in range(jobs)
        }
        try:
            for share in as_completed(shares):
                say(f"{shares[share]}: {share.result():,} tokens in one of {jobs} shares")
        except BrokenProcessPool as error:
            raise SpinDetectError(
                "a worker process died, perhaps for want of memory; run the same command again with fewer --jobs"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def read_pieces(folder: Path) -> Iterator[tuple[list[str], NDArray[np.uint32]]]:
    """Yield words and codes of each piece of a genre, in the order of the corpus."""
    for path in sorted(folder.glob("*.npy")):
        yield path.with_suffix(".txt").read_bytes().decode("utf-8").split("\n"), np.load(path)


def _tokenise_share(corpus: Corpus, folder: Path, recipe: Recipe, share: int, shares: int) -> int:
    """Tokenise every `shares`-th piece of a corpus, those apart that are there already; return the tokens."""
    tokens = done = 0
    for number, records in enumerate(_pieces(corpus, recipe.token_characters)):
        path = folder / f"{number:05}.npy"
        if number % shares != share or path.exists():
            continue
        if done % _PIECES_A_PIPELINE == 0:
            nlp = _pipeline()
        done += 1
        texts = (corpus.text_of(line, record) for line, record in records)
        words, codes = _encode(nlp, (text for text in texts if not is_held_out(text, recipe.held_out)))
        path.with_suffix(".txt").write_bytes("\n".join(words).encode("utf-8"))
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            np.save(file, codes, allow_pickle=False)
        part.replace(path)
        tokens += len(codes)
    return tokens


def _pipeline() -> Language:
    """Return a tokenizer that remembers nothing yet."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = _LONGEST
    return nlp


def _pieces(corpus: Corpus, characters: int) -> Iterator[list[tuple[int, str]]]:
    """Yield the raw documents of a corpus in pieces of about so many characters."""
    piece: list[tuple[int, str]] = []
    size = 0
    for number, record in corpus.records():
        piece.append((number, record))
        size += len(record)
        if size >= characters:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _encode(nlp: Language, texts: Iterator[str]) -> tuple[list[str], NDArray[np.uint32]]:
    """Return the distinct words of some texts in their normal form, and the code of each token."""
    from spacy.attrs import IS_SPACE, IS_TITLE, IS_UPPER, LOWER

    columns = [np.zeros((1, 4), np.uint64)]
    for text in texts:
        for paragraph in filter(None, map(str.strip, text.split("\n"))):
            values = nlp.make_doc(paragraph).to_array([LOWER, IS_TITLE, IS_UPPER, IS_SPACE])
            columns += [values[values[:, 3] == 0], columns[0]]
    table = np.concatenate(columns[1:] or columns)
    keys, inverse = np.unique(table[:, 0], return_inverse=True)
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(normal(nlp.vocab.strings[int(key)]), len(numbers) + 1) if key else 0 for key in keys]
    codes = np.array(places, np.uint32)[inverse.ravel()] << np.uint32(1)
    codes |= ((table[:, 1] | table[:, 2]) != 0).astype(np.uint32)
    return list(numbers), codes
