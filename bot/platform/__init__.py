"""What all chat platforms share: interfaces, errors, limits and files."""
