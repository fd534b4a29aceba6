"""Describe the changes to the OpenAPI document since the last release, and which of them break callers.

    python -m scripts.spec_changes            # say it
    python -m scripts.spec_changes --check    # fail where something breaks callers and CHANGELOG.md does not say so
    python -m scripts.spec_changes --freeze   # while a release is made: this document is the one to compare with

`shapes` is what a schema lets through, `surface` is what a document offers, `compare` sets two of them against each
other, `judgement` says who is hurt, `changelog` reads what the project has admitted to.
"""
