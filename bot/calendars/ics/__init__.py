"""Reads a calendar from its secret ICS address: Google's, Outlook's, Apple's or any other."""
