"""From corpus and findings to what people read; each output is a pure function and knows nothing of the others."""
