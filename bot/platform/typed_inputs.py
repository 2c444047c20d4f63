"""The buttons that pass on what a person has typed into the inputs of the same message."""

# The actions of these buttons. Each action opens a form. The form's inputs show what the person has
# typed into the message's inputs but has not submitted.
PASSES_TYPED_INPUTS = frozenset({"reflect.open"})
