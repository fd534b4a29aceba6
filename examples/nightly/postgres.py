"""Load new calls, contacts and messages into PostgreSQL: `python examples/nightly/postgres.py`.

Set ALLO_API_KEY, and DESTINATION__POSTGRES__CREDENTIALS to `postgresql://user:password@host:5432/database`. The tables
are in the schema `phone`, or in the one that ALLO_SCHEMA names. If anything fails, the exit code is 1, and the next run
reads from where the last complete run ended.
"""

import os

import dlt

from allo_ext.dlt import allo_source

pipeline = dlt.pipeline("allo", destination="postgres", dataset_name=os.environ.get("ALLO_SCHEMA", "phone"))
if pipeline.has_pending_data:  # the last run was stopped while it loaded: read that again
    pipeline.drop()
pipeline.run(allo_source())
rows = pipeline.last_trace.last_normalize_info.row_counts
print(", ".join(f"{count} {table}" for table, count in rows.items() if not table.startswith("_dlt")))
