"""Read and write the CRM that a company connects.

http.py        the HTTP client
"""
