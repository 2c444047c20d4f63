"""The playbook: the coaching content in YAML, its schema, and the loader that checks it."""
