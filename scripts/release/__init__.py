"""Checking that this tree can be released: `make release-check`.

It builds sdist and wheel, checks their content and metadata, installs the wheel in new environments, once with the
lowest allowed versions of the dependencies and once with the newest, and runs the whole suite there.

check-wheel-contents, check-sdist, twine, uv (lowest versions) and griffe (the Python API) do the work. Ours are the
checks that they do not have: `contents` finds secrets, `statements` compares version, changelog and tag, and `suite`
runs the tests against the installed wheel.
"""
