"""From corpora to the shipped model: counts, simulated spin, weights. Never imported when a text is scored."""
