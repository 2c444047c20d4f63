"""What runs in the background: retention, people who left, keys, and what fails."""
