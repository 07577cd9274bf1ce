"""From corpora to the shipped model: counts, simulated spin, weights. Nothing here is imported when a text is scored."""
