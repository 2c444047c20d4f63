"""The language model in the product: who switches it on, and what it is asked."""
