"""Pages of a list, for HTML and for the API: fifty rows unless asked, never more than a hundred."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.pagination import PageNumberPagination

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100
COUNT_CAP = 200_000


class ApiPagination(PageNumberPagination):
    """`?page=` and `?page_size=` of every API list."""

    page_size = PAGE_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_PAGE_SIZE


@dataclass(frozen=True)
class ListPage:
    """One page of rows with what the pager shows."""

    rows: list[Any]
    number: int
    size: int
    total: int
    capped: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.rows) - 1 if self.rows else 0

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    @property
    def window(self) -> list[int | None]:
        """Page numbers to offer, None where some are left out."""
        near = {1, self.pages, *range(self.number - 1, self.number + 2)}
        numbers = sorted(n for n in near if 1 <= n <= self.pages)
        shown: list[int | None] = []
        for number in numbers:
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _whole(text: str, fallback: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else fallback


def count_of(rows: QuerySet[Any] | list[Any], cap: int = COUNT_CAP) -> tuple[int, bool]:
    """How many rows there are; beyond `cap` counting stops and says so."""
    if isinstance(rows, list):
        return len(rows), False
    total = rows.order_by()[: cap + 1].count()
    return (cap, True) if total > cap else (total, False)


def paginate(
    request: HttpRequest, rows: QuerySet[Any] | list[Any], size: int = PAGE_SIZE, *, known: int | None = None
) -> ListPage:
    """The page the address asks for; a number out of range gives the nearest page. Costs two queries.

    Args:
        request: read for `page` and `page_size`.
        rows: an ordered queryset, or a list already in memory.
        size: rows a page when the address does not say.
        known: how many rows there are, where somebody counted them already; then it costs one query.
    """
    asked_size = _whole(request.GET.get("page_size", ""), size)
    size = max(1, min(asked_size, MAX_PAGE_SIZE))
    total, capped = count_of(rows) if known is None else (known, False)
    last = max(1, -(-total // size))
    number = min(max(1, _whole(request.GET.get("page", ""), 1)), last)
    start = (number - 1) * size
    return ListPage(rows=list(rows[start : start + size]), number=number, size=size, total=total, capped=capped)
