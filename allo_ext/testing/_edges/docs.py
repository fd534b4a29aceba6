"""The specifications as a page, on a mock that listens: Swagger UI from a package, nothing from anywhere else.

    GET /docs              the page, where every operation of both versions can be tried out against the mock
    GET /openapi.json      the specification of version 1, with the mock as its server
    GET /openapi-v2.json   that of version 2

The page's files are under `/docs/`. A Content-Security-Policy prevents the browser from loading anything from other
hosts. These requests are not API requests: faults do not apply to them, and they are not recorded.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from allo_ext._extras import sentence
from allo_ext.testing._engine.wire import Incoming, Reply, json_reply, text_reply

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from allo_ext.testing._edges.mock import Mock
    from allo_ext.testing._engine.version import Version

PAGE: Final = "/docs"
SPEC: Final = "/openapi.json"
SPECS: Final = {SPEC: "v1", "/openapi-v2.json": "v2"}
"""The version whose specification is at each path."""
KNOWN_KEY: Final = "key"
"""The default key of a mock, the only one that the page fills in."""

_ASSETS: Final = {
    "swagger-ui.css": ("stylesheets", "text/css; charset=utf-8"),
    "swagger-ui-bundle.js": ("javascripts", "text/javascript; charset=utf-8"),
}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = (
    ("content-security-policy", _POLICY),
    ("cache-control", "no-cache"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
)
_HTML: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Allo API, as MockAllo answers it</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<div id="swagger-ui-v2"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START: Final = """\
const key = %s;
const dark = matchMedia("(prefers-color-scheme: dark)");
const dress = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", dress);
dress();
const show = (source, place) => {
  const ui = SwaggerUIBundle({
    ...source,
    dom_id: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
    validatorUrl: null,
    onComplete: () => key && ui.preauthorizeApiKey("ApiKey", key),
  });
};
show({ url: "/openapi.json" }, "#swagger-ui");
/* Both versions have operations such as numbers/list_numbers: the tags tell them apart, also in links. */
fetch("/openapi-v2.json").then((answer) => answer.json()).then((spec) => {
  const named = (tag) => "v2_" + tag;
  spec.tags = spec.tags.map((tag) => ({ ...tag, name: named(tag.name) }));
  for (const item of [...Object.values(spec.paths), ...Object.values(spec.webhooks)])
    for (const operation of Object.values(item))
      if (operation.tags) operation.tags = operation.tags.map(named);
  show({ spec }, "#swagger-ui-v2");
});
"""


def documents(path: str) -> bool:
    """Return whether this module serves a path."""
    return path == PAGE or path in SPECS or path.startswith(PAGE + "/")


def document(mock: Mock, request: Incoming) -> Reply:
    """Return the page, one of its files, or the specification."""
    if request.method not in {"GET", "HEAD"}:
        return json_reply(405, {"message": "the documentation is read with GET"}, ("allow", "GET, HEAD"))
    if request.path in SPECS:
        version = next((one for one in mock.versions if one.name == SPECS[request.path]), None)
        if version is None:
            return json_reply(404, {"message": f"this mock has no {SPECS[request.path]}"})
        return text_reply(200, _spec(version), *_HEADERS)
    home = _home()
    if home is None:
        return _reply("text/plain; charset=utf-8", f"{_MISSING}\n", status=501)
    return _file(home, request.path.removeprefix(PAGE).removeprefix("/"), mock.api_key)


def _file(home: Traversable, name: str, api_key: str) -> Reply:
    """Return the page if the name is empty, otherwise one of its files."""
    if not name:
        return _reply("text/html; charset=utf-8", _HTML)
    if name == "start.js":
        known = api_key if api_key == KNOWN_KEY else None
        return _reply("text/javascript; charset=utf-8", _START % json.dumps(known))
    if name in _ASSETS:
        folder, kind = _ASSETS[name]
        return _reply(kind, (home / folder / name).read_bytes())
    return json_reply(404, {"message": f"the documentation is at {PAGE}, and has no {name}"})


_MISSING: Final = sentence(
    "The specification as a page", "mkdocs-swagger-ui-tag", "mock", instead=f"read the specification itself at {SPEC}"
)


def _reply(kind: str, body: str | bytes, *, status: int = 200) -> Reply:
    return Reply(status, body.encode() if isinstance(body, str) else body, (("content-type", kind), *_HEADERS))


def _home() -> Traversable | None:
    """Return the folder of Swagger UI's files; None if its package is missing or has another layout."""
    try:
        home = files("mkdocs_swagger_ui_tag") / "swagger-ui"
    except ImportError:
        return None
    return home if all((home / folder / name).is_file() for name, (folder, _) in _ASSETS.items()) else None


def _spec(version: Version) -> str:
    """Return the specification with this server as the only one, under any host name."""
    servers = [{"url": version.root, "description": "This mock."}]
    return json.dumps({**version.spec.document, "servers": servers}, ensure_ascii=False, separators=(",", ":"))
