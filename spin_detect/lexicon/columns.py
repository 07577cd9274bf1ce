"""Columns of strings beside numpy arrays: stored as bytes and bounds, decoded one by one when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Strings:
    """Many strings; string i is the UTF-8 text `data[bounds[i]:bounds[i + 1]]`."""

    data: NDArray[np.uint8]
    bounds: NDArray[np.int64]

    @classmethod
    def build(cls, strings: Iterable[str]) -> Strings:
        """Return the column of `strings`."""
        encoded = [string.encode() for string in strings]
        bounds = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(item) for item in encoded], out=bounds[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), bounds)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> Strings:
        """Return the column that `to_arrays` took apart."""
        return cls(arrays[f"{prefix}.data"], arrays[f"{prefix}.bounds"])  # type: ignore[arg-type]

    def to_arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays by name, for storing."""
        return {f"{prefix}.data": self.data, f"{prefix}.bounds": self.bounds}

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, index: int) -> str:
        return self.data[self.bounds[index] : self.bounds[index + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        data, bounds = self.data.tobytes(), self.bounds.tolist()
        return (data[low:high].decode() for low, high in pairwise(bounds))
