"""Pages of a list: size, range, window."""

import pytest
from django.test import RequestFactory

from foundation.web.paging import MAX_PAGE_SIZE, PAGE_SIZE, ListPage, paginate


def page_of(query: str, rows: int = 120) -> ListPage:
    return paginate(RequestFactory().get(f"/?{query}"), list(range(rows)))


def test_page_without_a_wish_has_fifty_rows() -> None:
    page = page_of("")
    assert (len(page), page.first_row, page.last_row, page.pages) == (PAGE_SIZE, 1, 50, 3)


@pytest.mark.parametrize("wish", ["page_size=100000", "page_size=101"])
def test_page_size_is_capped(wish: str) -> None:
    assert len(page_of(wish)) == MAX_PAGE_SIZE


@pytest.mark.parametrize(
    ("wish", "number"), [("page=99", 3), ("page=0", 1), ("page=-1", 1), ("page=abc", 1), ("page=²", 1)]
)
def test_page_out_of_range_gives_the_nearest(wish: str, number: int) -> None:
    assert page_of(wish).number == number


def test_page_of_an_empty_list() -> None:
    page = page_of("", rows=0)
    assert (page.pages, page.first_row, page.last_row, page.next, page.previous) == (1, 0, 0, None, None)


def test_window_leaves_out_the_far_pages() -> None:
    assert page_of("page=10", rows=1000).window == [1, None, 9, 10, 11, None, 20]
