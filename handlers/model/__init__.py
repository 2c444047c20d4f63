"""Write requests to a language model, and check what it answers. Pure.

A "segment" is one numbered piece of the text that we show to the model: what one person says
without a break, or a paragraph of a page. When a model quotes a segment, the quote that people see
is copied from the segment, not from the model's answer.
"""
