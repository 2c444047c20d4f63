"""The playbook that Attune ships with, loaded once for all tests."""

from handlers.playbook.loader import load

SHIPPED_PLAYBOOK = load()
