"""Changes of the OpenAPI spec since the last release, in words, with the breaking ones marked.

    python -m scripts.spec_changes            # print the changes
    python -m scripts.spec_changes --check    # fail where something breaks callers and CHANGELOG.md does not say so
    python -m scripts.spec_changes --freeze   # while a release is made: this document is the one to compare with

`shapes` are the values that a schema accepts, `surface` is the interface of a spec, `compare` lists the differences of
two specs, `judgement` decides which are breaking, `changelog` reads the documented breaking changes.
"""
