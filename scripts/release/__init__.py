"""Check that this tree can be released: `make release-check`.

It builds sdist and wheel, looks at what is in them and what they say of themselves, installs the wheel in fresh
environments, once with the lowest versions of the dependencies that pyproject.toml allows and once with the newest, and
runs the whole suite there against what was installed.

check-wheel-contents, check-sdist, twine, uv (lowest versions) and griffe (the Python API) do the work. Ours are the
checks that they do not have: `contents` looks for secrets, `statements` compares version, changelog and tag, and
`suite` runs the tests against what was installed.
"""
