"""Word vectors: positive mutual information of words within reach of each other, reduced by a randomised decomposition.

The method is that of Levy, Goldberg and Dagan, "Improving Distributional Similarity with Lessons Learned from Word
Embeddings" (2015), with the range finder of Halko, Martinsson and Tropp (2011). What the linear algebra of two machines
may differ in is far below the step of the signed bytes that are kept; on one machine everything runs in one thread, so
that the bytes are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.context.vectors import Vectors
from spin_detect.context.vocabulary import BOUNDARY, CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from spin_detect.training.recipe import Recipe

_TINY = 1e-9


def build_vectors(
    streams: Iterable[NDArray[np.uint16]], log_frequency: NDArray[np.float32], recipe: Recipe
) -> tuple[Vectors, NDArray[np.float32]]:
    """Return the vectors as they are stored, and in full precision as the thesaurus compares them.

    `streams` are the word ids of each genre, `log_frequency` the log-probability of each id.
    """
    size = min(recipe.vector_words, len(log_frequency))
    gap = np.full(recipe.vector_reach, BOUNDARY, np.uint16)
    ids = np.concatenate([part for stream in streams for part in (stream, gap)])
    exact = _decomposed(_mutual_information(_pairs(ids, size, recipe), recipe), recipe)
    exact = (exact / (np.linalg.norm(exact, axis=1, keepdims=True) + _TINY)).astype(np.float32)
    rows = np.clip(np.rint(exact * 127), -127, 127).astype(np.int8)
    told = (-log_frequency[:size] - recipe.vector_topic_low) / recipe.vector_topic_span
    weight = np.clip(told, 0, 1).astype(np.float32)
    rows[: len(CLASSES)] = 0
    weight[: len(CLASSES)] = 0
    return Vectors(rows, weight), exact


def _pairs(ids: NDArray[np.uint16], size: int, recipe: Recipe) -> Any:
    """Return the sparse matrix of how often two words stand within reach of each other, to either side."""
    from scipy import sparse

    total = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, recipe.vector_reach + 1):
        left, right = ids[:-distance], ids[distance:]
        words = (left >= len(CLASSES)) & (right >= len(CLASSES)) & (left < size) & (right < size)
        pairs = (left[words].astype(np.uint32) << np.uint32(16)) | right[words]
        pairs.sort()
        first = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1]))[: len(pairs)])
        counts = np.diff(np.append(first, len(pairs)))
        kept = counts >= recipe.vector_pairs
        pairs, counts = pairs[first][kept], counts[kept].astype(np.float32)
        place = ((pairs >> np.uint32(16)).astype(np.int32), (pairs & np.uint32(0xFFFF)).astype(np.int32))
        total = total + sparse.csr_matrix((counts, place), shape=(size, size))
    return total + total.T


def _mutual_information(pairs: Any, recipe: Recipe) -> Any:
    """Return the positive part of the pointwise mutual information of each pair."""
    from scipy import sparse

    row = np.asarray(pairs.sum(axis=1), np.float64).ravel()
    company = row**recipe.vector_power
    company /= max(company.sum(), _TINY)
    pairs = pairs.tocoo()
    value = np.log(pairs.data / (row[pairs.row] * company[pairs.col] + 1e-12))
    kept = value > 0
    place = (pairs.row[kept], pairs.col[kept])
    return sparse.csr_matrix((value[kept].astype(np.float32), place), shape=pairs.shape)


def _decomposed(matrix: Any, recipe: Recipe) -> NDArray[np.float32]:
    """Return the left singular vectors times the roots of their values; signs are fixed by each one's largest entry."""
    from threadpoolctl import threadpool_limits

    size = matrix.shape[0]
    rng = np.random.default_rng(recipe.seed)
    basis = rng.standard_normal((size, min(recipe.vector_sketch, size))).astype(np.float32)
    with threadpool_limits(1):
        for _ in range(recipe.vector_rounds):
            basis, _ = np.linalg.qr(matrix @ basis)
            basis, _ = np.linalg.qr(matrix.T @ basis)
        left, values, _ = np.linalg.svd(matrix @ basis, full_matrices=False)
    left, values = left[:, : recipe.vector_size], values[: recipe.vector_size]
    largest = left[np.abs(left).argmax(axis=0), np.arange(left.shape[1])]
    scaled: NDArray[np.float32] = left * np.where(largest < 0, -1, 1) * np.sqrt(values)
    return scaled
