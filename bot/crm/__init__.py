"""Read and write the CRM that a company connects.

poller.py      reads the CRMs that are due
timing.py      decides when a CRM is due
http.py        the HTTP client
pace.py        a pause between requests
hubspot.py     HubSpot as a CRM
hubspot_accounts.py  opens the account of a tenant
hubspot_api.py       sends requests to one account
hubspot_changes.py   finds what changed
hubspot_writes.py    writes, finds what was written, and takes it back
hubspot_records.py   reads properties as records
hubspot_errors.py    says what an error means
soql.py        quotes queries of Salesforce
"""
