"""Read and write the CRM that a company connects.

http.py        the HTTP client
pace.py        a pause between requests
hubspot.py     HubSpot as a CRM
hubspot_api.py       sends requests to one account
hubspot_changes.py   finds what changed
hubspot_writes.py    writes, finds what was written, and takes it back
hubspot_records.py   reads properties as records
hubspot_errors.py    says what an error means
"""
