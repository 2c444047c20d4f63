"""Recognise what people type. Pure functions, without the database.

A message is tried in this order:

1. `requests.understood`: a command, words that a feature registered ("my data"), or a sentence.
2. `intents.meant` has the order in which a sentence is tried.
3. `handlers.features.otherwise` has the order for words that none of these knows. For these,
   `line_kinds` tells a customer's words and a note, which may be kept, from everything else.

Words that people shorten are written out by `plain_spelling`. Word lists that several modules need
are in `words`.
"""
