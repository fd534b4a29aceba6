"""A local server that gives agents tools for the account, over the Model Context Protocol. Requires the extra `[mcp]`.

    from allo_ext import AlloClient
    from allo_ext.mcp import create_server

    create_server(AlloClient()).run("stdio")

The command `allo mcp` runs it. What callers and contacts said is marked as data in every result, and a message is sent
only after a person has confirmed its number and text.
"""

from allo_ext._extras import needs
from allo_ext._published import publish

with needs("allo_ext.mcp", "mcp", "mcp_types", "pydantic", extra="mcp"):
    from allo_ext.mcp._server import create_server

__all__ = ["create_server"]

publish(create_server, __name__)
