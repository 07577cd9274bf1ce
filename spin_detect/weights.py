"""The fitted numbers beside the counts: weights of the evidence for edits, documents and places."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.context.model import model_dir
from spin_detect.errors import ModelError
from spin_detect.evidence import FEATURES, Group
from spin_detect.places import PLACE_FEATURES
from spin_detect.scoring import DOCUMENT_FEATURES, DocumentModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "weights.json"
_MATRICES = ("edit", "place_spun", "place_right")


@dataclass(frozen=True)
class Weights:
    """Weights of the edit evidence (a row per `Group`), of the documents, and of the places.

    `edit`: log-odds that an edit restores what stood there. `place_spun`: that a place was changed, whatever stood
    there. `place_right`: that the best edit of a place is right.
    """

    edit: NDArray[np.float32]
    document: DocumentModel
    place_spun: NDArray[np.float32]
    place_right: NDArray[np.float32]


@cache
def default_weights() -> Weights:
    """Return the shipped weights."""
    return load_weights(model_dir() / FILE)


def load_weights(path: Path) -> Weights:
    """Return the weights in `path`; raises `ModelError` where they do not fit this program."""
    try:
        record = json.loads(path.read_text("utf-8"))
        edit, place_spun, place_right = (np.array(record[name], np.float32) for name in _MATRICES)
        weights = Weights(edit, DocumentModel.from_json(record["document"]), place_spun, place_right)
    except FileNotFoundError as error:
        raise ModelError(f"{path}: the model is missing a part; install spin-detect again") from error
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path}: the weights are damaged ({error}); install spin-detect again") from error
    fits = edit.shape == (len(Group), len(FEATURES)) and len(weights.document.weights) == len(DOCUMENT_FEATURES)
    if not fits or not place_spun.shape == place_right.shape == (len(PLACE_FEATURES),):
        raise ModelError(f"{path}: the weights are of another version; install spin-detect again")
    return weights


def save_weights(weights: Weights, path: Path) -> None:
    """Write `weights` as JSON, rounded so that the same fit gives the same file."""
    record: dict[str, object] = {
        name: np.round(getattr(weights, name).astype(np.float64), 5).tolist() for name in _MATRICES
    }
    record["document"] = weights.document.to_json()
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
