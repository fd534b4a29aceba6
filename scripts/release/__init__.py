"""Whether this tree could be released now: `make release-check`.

It builds sdist and wheel, looks at what is in them and what they say of themselves, installs the wheel in fresh
environments, once with the lowest versions of the dependencies that pyproject.toml allows and once with the newest, and
runs the whole suite there against what was installed.

`bounds` reads pyproject.toml, `contents` and `statements` judge without acting, `building` and `suite` act.
"""
