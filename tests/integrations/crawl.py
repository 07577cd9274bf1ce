"""A real crawl, in a process of its own: `crawl.py URL SETTINGS` prints the items and the statistics as JSON."""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import dataclass
from typing import Any

import attrs
import scrapy
from itemadapter import ItemAdapter
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import ScrapyDeprecationWarning


@dataclass
class DataItem:
    """An item of a dataclass that declares our fields."""

    url: str
    text: str
    spin_score: float | None = None
    spin_verdict: str | None = None


@attrs.define
class AttrsItem:
    """An item of an attrs class that declares our fields."""

    url: str
    text: str
    spin_score: float | None = None
    spin_verdict: str | None = None


class ScrapyItem(scrapy.Item):
    """An item that declares none of our fields."""

    url = scrapy.Field()
    text = scrapy.Field()


KINDS = (dict, DataItem, AttrsItem, ScrapyItem)
items: list[dict[str, Any]] = []
dropped: list[str] = []


class SiteSpider(scrapy.Spider):
    """Follows every link of the index; the items are of each kind in turn."""

    name = "site"

    async def start(self):
        """Begin with the index."""
        yield scrapy.Request(self.start_url)

    def parse(self, response):
        """Follow the links."""
        for number, link in enumerate(response.css("a::attr(href)").getall()):
            yield response.follow(link, self.parse_page, cb_kwargs={"kind": KINDS[number % len(KINDS)]})

    def parse_page(self, response, kind):
        """Take the paragraphs of a page."""
        text = " ".join(response.css("p::text").getall()) if response.text else None
        yield kind(url=response.url, text=text)


def main() -> None:
    """Crawl, and print what came of it."""
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    url, settings = sys.argv[1], json.loads(sys.argv[2])
    process = CrawlerProcess(
        {
            "ADDONS": {"spin_detect.integrations.scrapy.SpinAddon": 500},
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            **settings,
        }
    )
    crawler = process.create_crawler(SiteSpider)
    crawler.signals.connect(lambda item: items.append(dict(ItemAdapter(item))), scrapy.signals.item_scraped, weak=False)
    crawler.signals.connect(lambda exception: dropped.append(str(exception)), scrapy.signals.item_dropped, weak=False)
    process.crawl(crawler, start_url=url)
    process.start()
    told = {name: value for name, value in crawler.stats.get_stats().items() if isinstance(value, int | float | str)}
    print(json.dumps({"items": items, "dropped": dropped, "stats": told}))


if __name__ == "__main__":
    main()
