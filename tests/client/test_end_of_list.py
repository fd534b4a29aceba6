"""What stands where a list ends: an error, the same page again, or nothing."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import NotFoundError


def page(*numbers: int, total: int | None = None) -> httpx.Response:
    """Return a page of contacts."""
    metadata = None if total is None else {"pagination": {"total_pages": total}}
    results = [{"id": f"cnt_{number}"} for number in numbers]
    return httpx.Response(200, json={"data": {"results": results, "metadata": metadata}})


@pytest.mark.parametrize("status", [400, 404, 422])
@pytest.mark.parametrize("prefetch", [0, 3])
def test_a_refused_page_past_the_end_ends_the_list(make, scripted, status, prefetch):
    """All the pages that the server told of have come, so its refusal of a further one is no loss."""

    def answer(request: httpx.Request) -> httpx.Response:
        asked = int(request.url.params["page"])
        return page(2 * asked, 2 * asked + 1, total=2) if asked < 2 else httpx.Response(status)

    found = [contact.id for contact in make(scripted(answer)).contacts.iter(size=2, prefetch=prefetch)]

    assert found == ["cnt_0", "cnt_1", "cnt_2", "cnt_3"]


def test_a_refused_page_of_which_the_server_told_is_an_error(make, scripted):
    """Two pages of three came: what was read must not be taken for the whole."""
    transport = scripted(page(0, 1, total=3), page(2, 3, total=3), httpx.Response(404))
    found = []
    with pytest.raises(NotFoundError):
        found.extend(contact.id for contact in make(transport).contacts.iter(size=2))

    assert len(transport.requests) == 3


def test_a_refused_page_after_a_full_one_without_metadata_is_an_error(make, scripted):
    """Nothing told that the list was over."""
    transport = scripted(page(0, 1), httpx.Response(404))
    with pytest.raises(NotFoundError):
        list(make(transport).contacts.iter(size=2))


def test_a_server_that_answers_everything_with_one_page_is_believed(make, scripted):
    """A fixture of a few contacts, given for every page, is a list of a few contacts.

    So is a full page, if the server says that it is the only one.
    """
    pages = [(total, count, 100) for total in (None, 0, 1) for count in (1, 5, 10)] + [(0, 10, 10), (1, 10, 10)]
    found = {}
    for total, count, size in pages:
        transport = scripted(page(*range(count), total=total))
        found[total, count, size] = [contact.id for contact in make(transport).contacts.iter(size=size)]

    assert found == {one: [f"cnt_{number}" for number in range(one[1])] for one in pages}
