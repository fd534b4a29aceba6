"""One rate limit and one store of deliveries for many processes, on a Redis server (extra `[redis]`).

    allo = AlloClient(pace=RedisPace("redis://127.0.0.1", name="sales"))
    receiver = WebhookReceiver(token, numbers, store=RedisStore("redis://127.0.0.1"))

Both are synchronous and thread-safe. The asynchronous client and the receiver call them in worker threads, so they do
not block an event loop, and work under asyncio and trio.
"""

from __future__ import annotations

from allo_ext._extras import needs
from allo_ext._published import publish

with needs("allo_ext.redis", "redis", extra="redis"):
    from allo_ext.redis._pace import RedisPace
    from allo_ext.redis._store import RedisStore

__all__ = ["RedisPace", "RedisStore"]

for _name in __all__:
    publish(globals()[_name], __name__)
