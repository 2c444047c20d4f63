"""Build a statement once for each process, instead of once for each query.

SQLAlchemy takes as long to build a statement as the database takes to run it, or longer. So the
statements that run most often are built by functions with `@built_once`. Such a function takes only
what changes the statement's text, such as the dialect or whether rows are locked. What differs
from query to query, such as the tenant, is a `bindparam`, whose value is passed when the statement
runs: an argument with many values would keep a statement in memory for each of them.
"""

from functools import cache

built_once = cache
