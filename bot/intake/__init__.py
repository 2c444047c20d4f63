"""What comes in from elsewhere: fetched under guard, parsed apart, reduced to text."""
