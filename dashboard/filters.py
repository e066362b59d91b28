"""What an address says: the choices of its filters, and the addresses that lead on from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

PAGE_SIZE = 50


class BadAddressError(ValueError):
    """An address with a choice that cannot be read, such as a date that is none."""


@dataclass(frozen=True)
class Address:
    """The path and the choices of one page; every address that it builds names the release.

    `Address("/figures", {"unit": "people"}, "20260101T0000").to(page="2")` is
    `/figures?unit=people&page=2&release=20260101T0000`.
    """

    path: str
    choices: Mapping[str, str]
    release: str

    def to(self, path: str | None = None, **changes: object) -> str:
        """Return an address of this release; without a path this one's, with its choices changed."""
        kept = {} if path else {k: v for k, v in self.choices.items() if k != "page"}
        chosen = kept | {k: str(v) for k, v in changes.items() if v not in (None, "")}
        chosen = {k: v for k, v in chosen.items() if changes.get(k, v) not in (None, "")}
        return f"{path or self.path}?{urlencode(chosen | {'release': self.release})}"

    def newest(self, release: str) -> str:
        """Return the address of the same view in another release."""
        return f"{self.path}?{urlencode({**self.choices, 'release': release})}"

    def get(self, name: str) -> str | None:
        """Return a choice, or None where it is not made."""
        return self.choices.get(name, "").strip() or None

    def get_date(self, name: str) -> date | None:
        """Return a day such as `2017-03-15`. Raises BadAddressError for anything else."""
        text = self.get(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise BadAddressError(f"{name}={text} is not a date; write it as 2017-03-15") from error

    @property
    def page(self) -> int:
        """The page of the table, from 1."""
        return self.get_page("page")

    def get_page(self, name: str) -> int:
        """Return the number of a page, 1 where none is chosen. Raises BadAddressError for anything else."""
        text = self.get(name) or "1"
        if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
            raise BadAddressError(f"{name}={text} is not the number of a page")
        return int(text)

    def window(self, size: int = PAGE_SIZE) -> dict[str, int]:
        """Return the parameters of a query that fetches one page of rows."""
        return {"size": size, "skip": (self.page - 1) * size}

    def span(self) -> dict[str, object]:
        """Return the filters by occasion, which most views share."""
        return {
            "organ": self.get("organ"),
            "topic": self.get("topic"),
            "since": self.get_date("since"),
            "until": self.get_date("until"),
        }
