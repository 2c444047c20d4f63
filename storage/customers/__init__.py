"""Accounts and the people there: names, domains, promises and findings.

`suppressed_names` remembers whom Attune must not store again.
"""
