"""Parse web pages and the answers of public registers and job boards, which may be hostile.

These modules run in a process of their own. They import neither the HTTP client nor the database,
so that the process starts quickly.
"""
