"""Recognise what people type. Pure functions, without the database.

A message goes through these steps:

1. `requests.understood` looks for a command, words that a feature registered ("my data"), or a
   sentence.
2. `intents.meant` tries the recognisers of sentences, one after another.
3. `handlers.features.otherwise` handles words that no recogniser knows. `line_kinds` finds out
   whether the words are a customer's words or a note, which may be kept, or anything else.

`plain_spelling` writes out words that people shorten. `words` has the word lists that several
modules need.
"""
