"""Serve HTTP: the address to listen on, request ids and the routes for monitoring."""
