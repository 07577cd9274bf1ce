"""Spark, and whatever else speaks Arrow: record batches in, the same with score and verdict out.

frame.mapInArrow(score_batches, scored_schema(frame.schema))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from spin_detect.config import Settings
from spin_detect.errors import ConfigError
from spin_detect.filtering.judgement import SCORE, VERDICT, spin_fields
from spin_detect.integrations.scoring import analyses, missing
from spin_detect.records import Verdict

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql.types import StructType

_NOTHING = {SCORE: None, VERDICT: str(Verdict.UNSCORED)}


def score_batches(
    batches: Iterable[RecordBatch], *, text_field: str = "text", settings: Settings | None = None
) -> Iterator[RecordBatch]:
    """Return the batches, each with the columns `spin_score` and `spin_verdict` behind its own.

    A row without text, or whose text cannot be analysed, has no score and the verdict `unscored`.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise missing("pyarrow", "spark", error) from error
    types = {SCORE: pyarrow.float64(), VERDICT: pyarrow.string()}
    return (_scored(pyarrow, batch, text_field, settings, types) for batch in batches)


def _scored(pyarrow: Any, batch: Any, text_field: str, settings: Settings | None, types: dict[str, Any]) -> Any:
    if text_field not in batch.schema.names:
        raise ConfigError(f"no column {text_field!r}; there are {', '.join(batch.schema.names)}")
    texts = batch.column(text_field).to_pylist()
    found = iter(analyses([text for text in texts if isinstance(text, str)], settings))
    rows = [next(found) if isinstance(text, str) else None for text in texts]
    fields = [_NOTHING if analysis is None else spin_fields(analysis) for analysis in rows]
    columns = {name: batch.column(name) for name in batch.schema.names if name not in types}
    for name, kind in types.items():
        columns[name] = pyarrow.array([row[name] for row in fields], kind)
    return pyarrow.RecordBatch.from_arrays(list(columns.values()), list(columns))


def scored_schema(schema: StructType) -> StructType:
    """Return the schema of a data frame with our two columns; `schema` itself stays as it is."""
    try:
        from pyspark.sql.types import DoubleType, StringType, StructField, StructType
    except ImportError as error:
        raise missing("pyspark", "spark", error) from error
    own = [field for field in schema.fields if field.name not in (SCORE, VERDICT)]
    return StructType([*own, StructField(SCORE, DoubleType()), StructField(VERDICT, StringType())])
