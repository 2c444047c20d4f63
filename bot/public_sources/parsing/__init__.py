"""Read pages and answers that may be hostile. These modules run in a process of their own.

They import neither the HTTP client nor the database, so that the process starts quickly.
"""
