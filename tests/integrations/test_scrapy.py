"""Scrapy: real crawls of a local site."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from spin_detect.errors import ConfigError, MissingExtraError
from spin_detect.integrations import scrapy as adapter
from tests.integrations.site import serve

scrapy = pytest.importorskip("scrapy", reason="crawls a site: needs scrapy")
ROOT = Path(__file__).parents[2]


def crawl(**settings: Any) -> dict[str, Any]:
    """Crawl the local site in a process of its own; a reactor runs only once."""
    with serve() as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.integrations.crawl", url, json.dumps(settings)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "Deprecat" not in done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    told["items"] = {urlsplit(item["url"]).path: item for item in told["items"]}
    told["log"] = done.stderr
    return told


def test_a_crawl_drops_spun_pages():
    """In the mode drop spun items raise DropItem with the score; all others go on with score and verdict."""
    told = crawl(SPIN_MODE="drop")
    items, stats = told["items"], told["stats"]
    assert set(items) == {"/good/0", "/good/1", "/good/2", "/good/3", "/broken", "/short", "/empty"}
    assert ["spun: " in text and text.startswith("score ") for text in told["dropped"]] == [True] * 4
    assert {path: item.get("spin_verdict") for path, item in items.items() if not path.startswith("/good")} == {
        "/broken": "genuine", "/short": "unscored", "/empty": None,
    }  # fmt: skip
    assert (stats["spin/scored"], stats["spin/dropped"], stats["spin/unscored"], stats["spin/errors"]) == (9, 4, 1, 1)
    assert stats["spin/seconds"] > 0
    assert stats["item_dropped_reasons_count/DropItem"] == 4
    assert stats["httperror/response_ignored_status_count/404"] == 2
    assert "spin_findings" not in items["/good/0"]


def test_annotated_items_keep_everything():
    """In the mode annotate nothing is dropped; each kind of item takes the fields that it declares."""
    told = crawl(SPIN_MODE="annotate")
    assert not told["dropped"]
    assert set(told["items"]) >= {"/spun/0", "/spun/1", "/spun/2"}
    spun = told["items"]["/spun/0"]  # The fifth link: a dict.
    assert spun["spin_verdict"] == "spun"
    assert spun["spin_findings"]
    assert "invasion" in spun["spin_restored"]
    assert told["items"]["/good/1"]["spin_verdict"] == "genuine"  # A dataclass.
    assert told["items"]["/good/2"]["spin_verdict"] == "genuine"  # An attrs class.
    assert set(told["items"]["/good/3"]) == {"url", "text"}  # An Item without our fields.
    assert told["stats"]["spin/undeclared_fields"] > 0


def test_settings_reach_the_judgement():
    """Threshold, least number of words and text field are those of the project."""
    told = crawl(SPIN_MODE="drop", SPIN_THRESHOLD=0.0)
    assert told["stats"]["spin/dropped"] == 9
    told = crawl(SPIN_MODE="tag", SPIN_MIN_WORDS=100_000)
    assert told["stats"]["spin/unscored"] == 10
    told = crawl(SPIN_TEXT_FIELD="body")
    assert told["stats"]["spin/errors"] == 11


def test_switched_off_it_does_nothing():
    """SPIN_ENABLED = False leaves the items alone."""
    told = crawl(SPIN_ENABLED=False)
    assert not [name for name in told["stats"] if name.startswith("spin/")]
    assert len(told["items"]) == 11


def test_the_addon_leaves_a_pipeline_that_is_there():
    """Who has placed the pipeline in person keeps that place."""
    from scrapy.settings import Settings

    settings = Settings({"ITEM_PIPELINES": {"spin_detect.integrations.scrapy.SpinPipeline": 7}})
    adapter.SpinAddon().update_settings(settings)
    assert list(settings["ITEM_PIPELINES"].values()) == [7]


def test_a_wrong_mode_is_told():
    """A value that cannot be is an error that names those that can."""
    from scrapy.settings import Settings

    with pytest.raises(ConfigError, match="annotate, drop, tag"):
        adapter.SpinOptions.of(Settings({"SPIN_MODE": "delete"}))


def test_options_pickle_as_settings():
    """What travels is small: resources load where the work is done."""
    assert len(pickle.dumps(adapter.SpinOptions())) < 1000


def test_the_missing_extra_is_named(monkeypatch):
    """Without scrapy the adapter says what to install when it is built."""
    monkeypatch.setattr(adapter, "_MISSING", ImportError("no scrapy"))
    for build in (adapter.SpinAddon, lambda: adapter.SpinPipeline(adapter.SpinOptions(), None)):
        with pytest.raises(MissingExtraError, match=r"spin-detect\[scrapy\]"):
            build()
