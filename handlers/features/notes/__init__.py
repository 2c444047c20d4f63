"""A rep's own notes about accounts. Nobody else ever reads them."""
