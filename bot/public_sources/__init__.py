"""Look companies up in public sources: their own site and feeds, job boards, registers and DNS.

client.py       fetches pages politely: obeys robots.txt, and sends each host one request a second
parser.py       runs `parsing` on what was fetched, in a process that can be killed
company.py      the company that a source looks up, and what all sources share
site.py         the company's own site
news_feeds.py   feeds that the site links to
jobs.py         job boards that the site links to; boards.py has one class for each provider
wikidata.py     Wikidata, if it names the company's domain
sec.py          filings with the SEC, by a number from the site or from Wikidata
dns_hints.py    who may send mail for the company's domain
schedule.py     decides when to look at a source again
poller.py       looks up the accounts that are due

`handlers/sources/public_taking.py` cleans and stores what the sources return.
"""
