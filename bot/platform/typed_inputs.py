"""The buttons that pass on what a person has typed into the inputs of the same message."""

# The actions of these buttons. Each opens a form, whose inputs show what the person has typed in
# the message but not sent yet.
PASSES_TYPED_INPUTS = frozenset({"reflect.open"})
