"""What is due to a person or a channel, put into one message as things stand."""
