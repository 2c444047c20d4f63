"""Slack: receive requests, and send Block Kit messages."""
