"""Adapters to crawlers and data pipelines. Each needs an extra of its own, and holds no judgement of its own."""
