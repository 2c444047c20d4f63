"""Ask a language model, and check what it answers. Pure.

A "segment" is one numbered piece of the text that we show to the model: what one person says
without a break, or a paragraph of a page. A model only points at words in a segment. The words
that people see are copied from the segment, not from the model's answer.
"""
