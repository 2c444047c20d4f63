"""Recognise what people type about customers and the CRM."""
