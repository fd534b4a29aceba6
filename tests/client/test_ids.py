"""Ids in paths: one segment, and never another path."""

from __future__ import annotations

import pytest

from allo_ext import InvalidArgumentError


@pytest.mark.parametrize("contact_id", ["", ".", "..", None, 5])
def test_an_id_that_would_name_another_path_is_never_sent(make, scripted, contact_id):
    """Also without validation: an empty id would list, and dots would climb."""
    with pytest.raises(InvalidArgumentError) as caught:
        make(scripted({}), validate=False).contacts.get(contact_id)

    assert caught.value.field == "contact_id"


def test_an_id_is_one_segment_of_the_path(make, scripted):
    """Slashes, question marks and plus signs in an id do not change the route."""
    transport = scripted({"data": {"id": "1"}})
    make(transport, validate=False).contacts.get("a/../b?c#d+e")

    assert transport.requests[0].url.raw_path == b"/v1/api/contact/a%2F..%2Fb%3Fc%23d%2Be"
