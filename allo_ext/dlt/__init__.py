"""A dlt source: calls, transcripts, contacts, messages and numbers, for warehouses. Requires the extra `[dlt]`.

    import dlt
    from allo_ext.dlt import allo_source

    pipeline = dlt.pipeline("allo", destination="duckdb", dataset_name="phone")
    pipeline.run(allo_source())

Each run reads what is new and what has changed in the last two days, and merges it by id.
"""

from allo_ext._extras import needs

with needs("allo_ext.dlt", "dlt", extra="dlt"):
    from allo_ext.dlt._source import allo_source

__all__ = ["allo_source"]
