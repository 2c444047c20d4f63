"""Ask the language model that the operator has set up, over HTTP."""
