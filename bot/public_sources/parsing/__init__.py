"""Read hostile pages and answers. These modules run in a process of their own.

They import neither the HTTP client nor the database, so that the process starts quickly.
"""
