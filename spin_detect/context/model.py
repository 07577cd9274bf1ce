"""The shipped model: which files it has, how they are read (memory-mapped, never unpickled) and checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.channel import Thesaurus
from spin_detect.context.alarms import Alarms
from spin_detect.context.ngrams import NgramModel
from spin_detect.context.static_function import StaticFunction
from spin_detect.context.vectors import Vectors
from spin_detect.context.vocabulary import Vocabulary
from spin_detect.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = 2
"""Number of the file format; a model of another format is refused."""

_ARRAYS: dict[str, type[np.generic]] = {
    "ngrams": np.uint16,
    "unigrams": np.float32,
    "vocabulary_keys": np.uint64,
    "vocabulary_ids": np.uint16,
    "vectors": np.int8,
    "vector_weights": np.float32,
    "thesaurus_keys": np.uint64,
    "thesaurus_bounds": np.int32,
    "thesaurus_originals": np.uint16,
    "thesaurus_relation": np.uint8,
    "thesaurus_prior": np.int8,
    "fan_out": np.float16,
    "bookish": np.float16,
    "alarm_keys": np.uint64,
    "alarm_counts": np.float16,
    "alarm_rates": np.float16,
}


@dataclass(frozen=True)
class ContextModel:
    """Everything that was counted: vocabulary, n-grams, vectors, thesaurus, alarms in genuine text.

    `bookish` tells for each word id how many times commoner (powers of ten) it is in English at large, fiction and talk
    included (wordfreq), than in the corpora that were counted.
    """

    version: str
    vocabulary: Vocabulary
    ngrams: NgramModel
    vectors: Vectors
    thesaurus: Thesaurus
    alarms: Alarms
    bookish: NDArray[np.float16]


def model_dir() -> Path:
    """Return the folder of the shipped model."""
    return Path(__file__).resolve().parent.parent / "model"


@cache
def default_model() -> ContextModel:
    """Return the shipped model, opened once and never at import."""
    return load_model(model_dir())


def load_model(folder: Path) -> ContextModel:
    """Return the model in `folder`. Raises `ModelError` where a file is missing, damaged or of another format."""
    meta = read_meta(folder)
    arrays = {name: _read_array(folder / f"{name}.npy", dtype) for name, dtype in _ARRAYS.items()}
    words = (folder / "vocabulary.txt").read_text("utf-8").split("\n")
    size = len(words)
    rows = len(arrays["thesaurus_bounds"]) - 1
    by_word = {len(arrays[name]) for name in ("unigrams", "vocabulary_keys", "fan_out")}
    if by_word != {size} or rows != len(arrays["thesaurus_keys"]):
        raise ModelError(f"{folder}: the parts of the model do not belong together; install spin-detect again")
    return ContextModel(
        version=str(meta["version"]),
        vocabulary=Vocabulary(tuple(words), arrays["vocabulary_keys"], arrays["vocabulary_ids"]),
        ngrams=NgramModel(StaticFunction(arrays["ngrams"], **meta["ngrams"]), arrays["unigrams"]),
        vectors=Vectors(arrays["vectors"], arrays["vector_weights"]),
        thesaurus=Thesaurus(
            arrays["thesaurus_keys"],
            arrays["thesaurus_bounds"],
            arrays["thesaurus_originals"],
            arrays["thesaurus_relation"],
            arrays["thesaurus_prior"],
            arrays["fan_out"],
        ),
        alarms=Alarms(arrays["alarm_keys"], arrays["alarm_counts"], arrays["alarm_rates"]),
        bookish=arrays["bookish"],
    )


def save_model(model: ContextModel, folder: Path, **meta: Any) -> None:
    """Write `model` to `folder`; `meta` is kept beside it (corpora, counts, seeds)."""
    folder.mkdir(parents=True, exist_ok=True)
    table = model.ngrams.table
    arrays = {
        "ngrams": table.cells,
        "unigrams": model.ngrams.unigrams,
        "vocabulary_keys": model.vocabulary.keys,
        "vocabulary_ids": model.vocabulary.ids,
        "vectors": model.vectors.rows,
        "vector_weights": model.vectors.weight,
        "thesaurus_keys": model.thesaurus.keys,
        "thesaurus_bounds": model.thesaurus.bounds,
        "thesaurus_originals": model.thesaurus.originals,
        "thesaurus_relation": model.thesaurus.relation,
        "thesaurus_prior": model.thesaurus.prior,
        "fan_out": model.thesaurus.fan_out,
        "bookish": model.bookish,
        "alarm_keys": model.alarms.keys,
        "alarm_counts": model.alarms.count,
        "alarm_rates": model.alarms.rate,
    }
    for name, dtype in _ARRAYS.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(arrays[name], dtype=dtype), allow_pickle=False)
    (folder / "vocabulary.txt").write_text("\n".join(model.vocabulary.words), "utf-8")
    layout = {"seed": table.seed, "segment_bits": table.segment_bits, "segments": table.segments}
    record = {"format": FORMAT, "version": model.version, "ngrams": layout, **meta}
    (folder / "meta.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")


def read_meta(folder: Path) -> dict[str, Any]:
    """Return what `meta.json` says of the model in `folder`."""
    path = folder / "meta.json"
    try:
        meta: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"{path}: the model is missing; install spin-detect again") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ModelError(f"{path}: the model is damaged ({error}); install spin-detect again") from error
    if meta.get("format") != FORMAT:
        raise ModelError(f"{path}: format {meta.get('format')!r} is not {FORMAT}; model and program differ in version")
    return meta


def _read_array(path: Path, dtype: type[np.generic]) -> NDArray[Any]:
    """Return one array of the model, memory-mapped."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError as error:
        raise ModelError(f"{path}: the model is missing a part; install spin-detect again") from error
    except (OSError, ValueError, EOFError) as error:
        raise ModelError(f"{path}: the model is damaged ({error}); install spin-detect again") from error
    if array.dtype != dtype:
        raise ModelError(f"{path}: holds {array.dtype}, not {np.dtype(dtype)}; install spin-detect again")
    return array.view(np.ndarray)
