"""Read and write the CRM that a company connects.

poller.py      reads the CRMs that are due
writer.py      carries out the writes that reps approved
teams.py       reads the teams of a tenant's own people from its CRM
opening.py     opens the CRM of a tenant
signing_in.py  finds how to sign in to the CRM of a tenant
timing.py      decides when a CRM is due, and when to retry a write
http.py        the HTTP client
pace.py        a pause between requests
amounts.py     reads the amounts of deals
hubspot.py     HubSpot as a CRM
hubspot_accounts.py  opens the account of a tenant
hubspot_api.py       sends requests to one account
hubspot_changes.py   finds what changed
hubspot_writes.py    writes, finds what was written, and undoes it
hubspot_teams.py     reads teams of owners
hubspot_records.py   reads properties as records
hubspot_errors.py    says what an error means
salesforce.py  Salesforce as a CRM
salesforce_orgs.py     opens the org of a tenant
salesforce_api.py      sends requests to one org
salesforce_changes.py  finds what changed
salesforce_writes.py   writes, finds what was written, and undoes it
salesforce_teams.py    reads teams by manager and by role
salesforce_records.py  reads records and descriptions of objects
salesforce_errors.py   says what an error means
soql.py        writes queries for Salesforce
"""
