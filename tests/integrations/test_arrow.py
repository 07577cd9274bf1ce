"""Arrow: the function for Spark with Spark itself, and with what else speaks Arrow."""

from __future__ import annotations

import functools
import os
import pickle
import shutil
import sys
from pathlib import Path

import pytest

from spin_detect.config import Settings
from spin_detect.errors import ConfigError, MissingExtraError
from spin_detect.integrations.spark import score_batches, scored_schema
from tests.filtering.cases import SHORT, record, records

pa = pytest.importorskip("pyarrow", reason="works on Arrow: needs pyarrow")
ROOT = Path(__file__).parents[2]
VERDICTS = ["spun", "genuine", "genuine"]


def test_columns_are_added_behind_the_others():
    """All columns stay; a row without a text has no score."""
    table = pa.table({"n": [1, 2, 3], "text": [records(1)[0]["text"], None, SHORT]})
    (scored,) = score_batches(table.to_batches())
    assert scored.schema.names == ["n", "text", "spin_score", "spin_verdict"]
    assert scored["spin_verdict"].to_pylist() == ["spun", "unscored", "unscored"]
    assert scored["spin_score"].null_count == 2
    (again,) = score_batches([scored])
    assert again.equals(scored)


def test_a_missing_column_is_told():
    """The error names the columns that there are."""
    with pytest.raises(ConfigError, match="no column 'body'; there are n"):
        list(score_batches(pa.table({"n": [1]}).to_batches(), text_field="body"))


def test_it_pickles_as_settings():
    """What goes to a worker is a name and settings."""
    assert len(pickle.dumps(functools.partial(score_batches, settings=Settings(threshold=0.5)))) < 1000


def test_the_missing_extra_is_named(monkeypatch):
    """Without the libraries the functions say what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"spin-detect\[spark\]"):
        score_batches([])
    monkeypatch.setitem(sys.modules, "pyspark.sql.types", None)
    with pytest.raises(MissingExtraError, match=r"spin-detect\[spark\]"):
        scored_schema(None)


def test_polars():
    """The snippet for Polars."""
    pl = pytest.importorskip("polars", reason="tries the snippet for Polars: needs polars")
    frame = pl.DataFrame(records(3))
    scored = pl.from_arrow(pa.Table.from_batches(score_batches(frame.to_arrow().to_batches())))
    assert scored["spin_verdict"].to_list() == VERDICTS
    assert scored.filter(pl.col("spin_verdict") != "spun").height == 2


def test_duckdb():
    """The snippet for DuckDB."""
    duckdb = pytest.importorskip("duckdb", reason="tries the snippet for DuckDB: needs duckdb")
    pages = pa.Table.from_pylist(records(3))
    with duckdb.connect() as connection:
        reader = connection.sql("SELECT * FROM pages").to_arrow_reader(1000)
        connection.register("scored", pa.Table.from_batches(score_batches(reader)))
        kept = connection.sql("SELECT id FROM scored WHERE spin_verdict <> 'spun' ORDER BY id").fetchall()
    assert pages.num_rows == 3
    assert kept == [("r1",), ("r2",)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_ray_data(monkeypatch):
    """The snippet for Ray Data."""
    ray = pytest.importorskip("ray.data", reason="tries the snippet for Ray Data: needs ray[data]")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    data = ray.from_items(records(3)).map_batches(
        lambda table: pa.Table.from_batches(score_batches(table.to_batches())), batch_format="pyarrow"
    )
    try:
        assert sorted(row["spin_verdict"] for row in data.take_all()) == sorted(VERDICTS)
    finally:
        sys.modules["ray"].shutdown()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_spark(monkeypatch, tmp_path):
    """`DataFrame.mapInArrow` on two local cores gives each row its score; the schema of the input is not changed."""
    sql = pytest.importorskip("pyspark.sql", reason="runs Spark: needs pyspark")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("runs Spark: needs Java")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = (
        builder.config("spark.sql.warehouse.dir", str(tmp_path))
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    try:
        frame = spark.createDataFrame([*records(9), record(9, SHORT)]).repartition(2)
        before = frame.schema.names
        scored = frame.mapInArrow(score_batches, scored_schema(frame.schema))
        found = {row["id"]: row["spin_verdict"] for row in scored.collect()}
        assert frame.schema.names == before
        strict = functools.partial(score_batches, settings=Settings(threshold=0.0))
        assert frame.mapInArrow(strict, scored_schema(frame.schema)).filter("spin_verdict = 'spun'").count() == 9
    finally:
        spark.stop()
    assert found == {f"r{n}": "unscored" if n == 9 else "spun" if n % 3 == 0 else "genuine" for n in range(10)}
