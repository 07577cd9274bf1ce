"""The context model: which word fits here. N-grams, vectors and vocabulary, looked up for whole batches."""
