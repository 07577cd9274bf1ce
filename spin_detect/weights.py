"""The fitted numbers beside the counts: weights of the edit evidence and of the document evidence, and the posteriors."""

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
from spin_detect.scoring import DOCUMENT_FEATURES, DocumentModel, sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "weights.json"


@dataclass(frozen=True)
class Posterior:
    """How the log-odds of an edit and of its document make one: `edit` * z + `document` * D + `bias`.

    D is clipped to `floor`..`ceiling`, so that no document is so surely spun or genuine that its words do not count.
    """

    edit: float
    document: float
    bias: float
    floor: float = -8.0
    ceiling: float = 8.0

    def log_odds(self, edit: NDArray[np.floating], document: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the log-odds of each edit, given the log-odds of its document."""
        odds: NDArray[np.float64] = (
            self.edit * edit + self.document * np.clip(document, self.floor, self.ceiling) + self.bias
        )
        return odds

    def __call__(self, edit: NDArray[np.floating], document: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the probability of each edit, given the log-odds of its document."""
        return sigmoid(self.log_odds(edit, document))


@dataclass(frozen=True)
class Weights:
    """`right`: the edit restores what stood there; `spun`: the place was changed, whatever stood there."""

    right: NDArray[np.float32]
    spun: NDArray[np.float32]
    document: DocumentModel
    posterior_right: Posterior
    posterior_spun: Posterior


@cache
def default_weights() -> Weights:
    """Return the shipped weights."""
    return load_weights(model_dir() / FILE)


def load_weights(path: Path) -> Weights:
    """Return the weights in `path`; raises `ModelError` where they do not fit this program."""
    try:
        record = json.loads(path.read_text("utf-8"))
        right, spun = (np.array(record[name], np.float32) for name in ("right", "spun"))
        weights = Weights(
            right,
            spun,
            DocumentModel.from_json(record["document"]),
            Posterior(**record["posterior_right"]),
            Posterior(**record["posterior_spun"]),
        )
    except FileNotFoundError as error:
        raise ModelError(f"{path}: the model is missing a part; install spin-detect again") from error
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path}: the weights are damaged ({error}); install spin-detect again") from error
    shape = (len(Group), len(FEATURES))
    if right.shape != shape or spun.shape != shape or len(weights.document.weights) != len(DOCUMENT_FEATURES):
        raise ModelError(f"{path}: the weights are of another version; install spin-detect again")
    return weights


def save_weights(weights: Weights, path: Path) -> None:
    """Write `weights` as JSON, rounded so that the same fit gives the same file."""
    record = {
        "right": _rounded(weights.right),
        "spun": _rounded(weights.spun),
        "document": weights.document.to_json(),
        "posterior_right": _as_dict(weights.posterior_right),
        "posterior_spun": _as_dict(weights.posterior_spun),
    }
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def _rounded(matrix: NDArray[np.float32]) -> list[list[float]]:
    return [[round(float(value), 5) for value in row] for row in matrix]


def _as_dict(posterior: Posterior) -> dict[str, float]:
    names = ("edit", "document", "bias", "floor", "ceiling")
    return {name: round(float(getattr(posterior, name)), 5) for name in names}
