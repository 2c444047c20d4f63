"""Recognise what people type. Pure functions, without the database.

A message goes through these steps:

1. `requests.understood` looks for a command, or for words that a feature registered ("my data").
   If it finds neither, it calls `intents.meant`, which tries one recogniser of sentences after
   another.
2. `handlers.features.typed_lines.otherwise` handles words that no recogniser knows. `line_kinds`
   finds out which lines we may keep: only notes and a customer's words.

`plain_spelling` writes out words that people shorten. `words` has the word lists that several
modules need.
"""
