"""Find the promises that a report is about, and signs that a promise was made again or kept.

Also reword promises from our point of view.
"""
