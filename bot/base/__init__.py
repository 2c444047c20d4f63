"""Small parts that all of the bot uses: clocks, logging, metrics and batches."""
