"""Find the promises that a line such as "sent pricing" is about.

Also find signs that a promise was made again or kept, and reword promises from our point of view.
"""
