"""Salesforce's API for one company: tokens, queries, and its errors as CrmFailed."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime, timedelta

from yarl import URL

from bot.base.clock import Clock
from bot.crm import soql
from bot.crm.http import CrmClient
from bot.crm.salesforce_errors import SalesforceRefused, failure, sign_in_failure
from bot.crm.salesforce_records import Described, described, records
from bot.platform.payload import Json, at, maybe
from handlers.sources.crm_ports import CrmFailed

VERSION = "v66.0"
CACHED_FOR = timedelta(hours=1)  # how long we keep what Salesforce says about its objects
MAX_PAGES = 50  # pages of one query
IDS = 200  # ids in one query, at most; with more, its URL could be too long
HIDDEN = ("no permission", "gone")  # these troubles mean that an object is hidden from us


class SalesforceApi:
    """Sends requests to the Salesforce of one company. Every method may raise CrmFailed.

    `base` is the company's own address (My Domain). The token goes nowhere else.
    """

    def __init__(
        self, http: CrmClient, base: str, client_id: str, client_secret: str, clock: Clock
    ) -> None:
        self._http = http
        self._base = base.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self.clock = clock
        self._token = ""
        self._described: dict[str, tuple[datetime, Described | None]] = {}

    def forget(self) -> None:
        """Forget the token and the descriptions of objects, so that they are read again."""
        self._token = ""
        self._described.clear()

    async def get(self, path: str, **query: str) -> object:
        """Return the body of the answer to a GET request.

        `path` is what follows the API's version in the address, such as "/sobjects/Task/describe".
        """
        return await self._ask("GET", self._url(path).with_query(query))

    async def change(self, method: str, path: str, body: Json | None = None) -> object:
        """Create, change or delete a record.

        Raises SalesforceRefused if Salesforce rejects the content of the request.
        """
        return await self._ask(method, self._url(path), body, writes=True)

    async def describe(self, kind: str) -> Described | None:
        """Return what we may see of an object, or None if we may see nothing."""
        now = self.clock.now()
        if kind not in self._described or self._described[kind][0] + CACHED_FOR < now:
            try:
                found = described(await self.get(f"/sobjects/{kind}/describe"))
            except CrmFailed as failed:
                if failed.trouble not in HIDDEN:
                    raise
                found = None
            self._described[kind] = now, found
        return self._described[kind][1]

    async def select(
        self, kind: str, wanted: Sequence[str], where: str = "", order: str = "", limit: int = 0
    ) -> list[Json]:
        """Return records with the wanted fields, except fields that are hidden from us.

        A query for a hidden field fails. If a query fails because a field has become hidden, we ask
        Salesforce again which fields we may see, and repeat the query once.
        """
        try:
            return await self._select(kind, wanted, where, order, limit)
        except SalesforceRefused as refused:
            if "INVALID_FIELD" not in refused.codes:
                raise
            self._described.pop(kind, None)
            return await self._select(kind, wanted, where, order, limit)

    async def _select(
        self, kind: str, wanted: Sequence[str], where: str, order: str, limit: int
    ) -> list[Json]:
        """Return the records that match, with those of the wanted fields that we may see.

        Records after the first `MAX_PAGES` pages are left out.
        """
        seen = await self.describe(kind)
        if seen is None:
            return []
        fields = [one for one in wanted if one in seen.fields]
        found: list[Json] = []
        pages = 0
        async for page in self.pages(soql.select(fields, kind, where, order, limit)):
            found += page
            pages += 1
            if pages >= MAX_PAGES:
                break
        return found

    async def with_ids(
        self, kind: str, wanted: Sequence[str], field: str, ids: Collection[str]
    ) -> list[Json]:
        """Return the records in which a field has one of these ids."""
        found: list[Json] = []
        all_ids = [one for one in dict.fromkeys(ids) if one]
        for start in range(0, len(all_ids), IDS):
            chosen = f"{field} IN {soql.any_of(all_ids[start : start + IDS])}"
            found += await self.select(kind, wanted, chosen)
        return found

    async def pages(self, query: str, *, with_deleted: bool = False) -> AsyncIterator[list[Json]]:
        """Yield the pages of a query. Raises CrmFailed if we can't read one of them."""
        path = "/queryAll" if with_deleted else "/query"
        body = await self.get(path, q=query)
        while True:
            yield records(body)
            if at(body, "done") is not False:
                return
            following = maybe(body, "nextRecordsUrl")
            prefix = f"/services/data/{VERSION}/query"
            if not following.startswith(prefix) or ".." in following:
                raise CrmFailed("refused")
            body = await self._ask("GET", URL(self._base + following))

    def _url(self, path: str) -> URL:
        return URL(f"{self._base}/services/data/{VERSION}{path}")

    async def _ask(
        self, method: str, url: URL, body: Json | None = None, *, writes: bool = False
    ) -> object:
        """Send a request. If the token has expired, repeat the request once, with a new token.

        Repeating it is safe, because Salesforce does nothing for an expired token.
        """
        fresh = not self._token
        token = self._token = self._token or await self._new_token()
        answer = await self._http.send(method, url, token, body=body, writes=writes)
        if answer.status == 401 and not fresh:
            token = self._token = await self._new_token()
            answer = await self._http.send(method, url, token, body=body, writes=writes)
        if answer.status == 401:
            self._token = ""
        if not 200 <= answer.status < 300 or (answer.status != 204 and answer.body is None):
            raise failure(answer, writes=writes)
        return answer.body

    async def _new_token(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
        }
        answer = await self._http.sign_in(URL(f"{self._base}/services/oauth2/token"), form)
        token = maybe(answer.body, "access_token")
        if answer.status != 200 or not token:
            raise sign_in_failure(answer)
        return token
