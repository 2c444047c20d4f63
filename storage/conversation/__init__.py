"""What a chat needs to remember: what was shown and asked, and text that is not saved yet."""
