"""The coaching content as YAML, what it may contain, and the loader that checks it."""
