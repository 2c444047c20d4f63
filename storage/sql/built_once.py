"""Build a statement once for each process, instead of once for each query.

SQLAlchemy takes at least as long to build a statement as the database takes to run it. So the
statements that run most often are built by functions with `@built_once`. Such a function takes only
what changes the statement's text, such as the dialect or whether rows are locked. Values that
differ from query to query, such as the tenant, are `bindparam`s, and are passed when the statement
runs. If such a value were an argument, a statement for each value would stay in memory.
"""

from functools import cache

built_once = cache
