"""How good a language model is at what Attune asks it for: a golden set, and figures about it."""
