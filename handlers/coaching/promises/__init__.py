"""What a line says about a promise: made, made again, kept or done."""
