"""Look companies up in public sources: their own site and feeds, job boards, registers and DNS.

client.py       fetches pages, and obeys robots.txt
pace.py         sends each host at most one request a second
parser.py       runs the code in parsing/ on what was fetched, in a process that can be killed
company.py      the company that a source looks up, and what all sources share
site.py         the company's own site
site_links.py   chooses among the links of the site's pages
news_feeds.py   feeds that the site links to
jobs.py         job boards that the site links to; boards.py has one class for each provider
wikidata.py     the company's item in Wikidata, found by its website
sec.py          filings with the SEC, by a number from the site or from Wikidata
dns_hints.py    which vendors may send or receive mail for the company's domain
schedule.py     decides when to look at a source again
poller.py       looks up the accounts that are due
asking.py       asks the language model the questions that the playbook's rules left open

`handlers/sources/public/public_taking.py` cleans and stores what the sources return.
"""
