"""What a chat needs to remember: what was shown and asked, and what is not kept yet."""
