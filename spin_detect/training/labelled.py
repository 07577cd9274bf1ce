"""Labelled passages as one table of edits, with the readings that document and place evidence come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.analysis import SECOND_LOOK, weigh_artefacts
from spin_detect.artefacts import find_artefacts
from spin_detect.decoding import in_the_running
from spin_detect.evidence import Evidence
from spin_detect.joint import second_look
from spin_detect.places import Places, find_places
from spin_detect.scoring import describe, sigmoid
from spin_detect.training.bench import batches
from spin_detect.training.examples import label_edits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.context.model import ContextModel
    from spin_detect.training.bench import Bench, Reading
    from spin_detect.training.passages import Record


@dataclass(frozen=True)
class LabelledPlaces:
    """Evidence of each place, what is true of it, and its document."""

    rows: NDArray[np.float32]
    right: NDArray[np.bool_]
    at_gold: NDArray[np.bool_]
    annotated: NDArray[np.bool_]
    doc: NDArray[np.int64]


@dataclass(frozen=True)
class Labelled:
    """Passages and all their possible edits: evidence, group, document, and what is true of each edit."""

    spun: NDArray[np.bool_]
    rows: NDArray[np.float32]
    group: NDArray[np.int8]
    doc: NDArray[np.int64]
    right: NDArray[np.bool_]
    at_gold: NDArray[np.bool_]
    annotated: NDArray[np.bool_]
    readings: tuple[Reading, ...]
    artefacts: NDArray[np.float64]
    model: ContextModel

    @classmethod
    def of(cls, parts: Sequence[tuple[Sequence[Record], Bench]]) -> Labelled:
        """Read the passages, each part on a bench of its own, and label their edits."""
        readings, docs, labels = [], [], []
        first = 0
        for records, bench in parts:
            for numbers in batches([record["text"] for record in records]):
                batch = [records[number] for number in numbers]
                reading = bench.read([record["text"] for record in batch])
                wording = partial(bench.wording, reading.edits)
                labels.append(np.stack(label_edits(batch, reading.table, reading.edits, wording)))
                docs.append(reading.table.doc[reading.edits.first].astype(np.int64) + first)
                readings.append(reading)
                first += len(batch)
        records = [record for part, _ in parts for record in part]
        right, at_gold, annotated = np.concatenate(labels, axis=1)
        rows = np.concatenate([reading.evidence.rows for reading in readings])
        group = np.concatenate([reading.evidence.group for reading in readings])
        ends = np.cumsum([len(reading.edits) for reading in readings])
        evidence = zip(readings, np.split(rows, ends[:-1]), np.split(group, ends[:-1]), strict=True)
        return cls(
            spun=np.array([record["label"] == "spun" for record in records]),
            rows=rows,
            group=group,
            doc=np.concatenate(docs),
            right=right,
            at_gold=at_gold,
            annotated=annotated,
            readings=tuple(replace(reading, evidence=Evidence(rows, group)) for reading, rows, group in evidence),
            artefacts=weigh_artefacts([find_artefacts(record["text"]) for record in records]),
            model=parts[0][1].model,
        )

    def odds(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the log-odds of each edit."""
        return Evidence(self.rows, self.group).log_odds(weights)

    def documents(self, odds: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the document features that follow from the log-odds of the edits."""
        return np.concatenate(
            [
                describe(
                    reading.table, reading.stream, reading.edits, sigmoid(odds[edits]), self.artefacts[docs], self.model
                )
                for reading, edits, docs in self._parts()
            ]
        )

    def places(
        self, fits: NDArray[np.float32], fit_of: NDArray[np.int64], document: NDArray[np.float64]
    ) -> LabelledPlaces:
        """Return the places as scoring finds them.

        `fits` are weights of the edit evidence, `fit_of` says which of them each document is read with, `document` are
        the log-odds of the documents.
        """
        rows, best = [], []
        for reading, edits, docs in self._parts():
            own = fits[fit_of[self.doc[edits]]]
            kept, places = _find_places(reading, own, document[docs], self.model)
            rows.append(places.rows)
            best.append(kept[places.best] + edits.start)
        at = np.concatenate(best)
        return LabelledPlaces(np.concatenate(rows), self.right[at], self.at_gold[at], self.annotated[at], self.doc[at])

    def _parts(self) -> Iterator[tuple[Reading, slice, slice]]:
        """Yield each reading with its edits and its documents."""
        edit = doc = 0
        for reading in self.readings:
            edits, docs = len(reading.edits), len(reading.table.texts)
            yield reading, slice(edit, edit + edits), slice(doc, doc + docs)
            edit += edits
            doc += docs


def _find_places(
    reading: Reading, weights: NDArray[np.float32], document: NDArray[np.float64], model: ContextModel
) -> tuple[NDArray[np.int64], Places]:
    """Return the places of a reading, and the numbers of the edits that were in the running.

    `weights` has a table of weights for each edit. The steps are those of `analysis.judge`.
    """
    odds = _odds(reading.evidence, weights)
    kept = in_the_running(reading.edits, odds)
    edits, odds = reading.edits.where(kept), odds[kept]
    evidence = Evidence(reading.evidence.rows[kept], reading.evidence.group[kept])
    evidence = second_look(reading.stream, edits, evidence, odds, model)
    again = document[reading.table.doc[edits.first]] > SECOND_LOOK
    odds = np.where(again, _odds(evidence, weights[kept]), odds)
    return kept, find_places(reading.table, reading.stream, edits, evidence, odds, document, model)


def _odds(evidence: Evidence, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the log-odds of edits that each have a table of weights of their own."""
    number = np.arange(len(evidence.rows))
    odds: NDArray[np.float32] = np.einsum("ij,ij->i", evidence.rows, weights[number, evidence.group])
    return odds
