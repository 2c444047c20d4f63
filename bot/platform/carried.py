"""Which buttons hand over what is typed in the message around them."""

# These buttons open a form, which begins with what is typed in the message and not saved yet.
CARRIES = frozenset({"reflect.open"})
