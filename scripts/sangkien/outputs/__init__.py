"""From corpus and findings to what people read: pure functions, one output a module; must not know Git, or each other."""
