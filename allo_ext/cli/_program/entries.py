"""The commands of `allo`, in the order of the help. A test compares the help with that of the commands."""

from __future__ import annotations

from typing import Final

from allo_ext.cli._program.lazy import Entry

ENTRIES: Final[dict[str, Entry]] = {
    "numbers": Entry(
        "_commands.numbers", "list_numbers", "List the account's phone numbers and sender IDs.", "Example: allo numbers"
    ),
    "conversation": Entry(
        "_commands.conversation",
        "conversation",
        "Show the latest calls and messages with a contact.",
        "Example: allo conversation +33639980001",
    ),
    "missed": Entry(
        "_commands.missed",
        "missed",
        "List missed calls and voicemails, oldest first, with the first response.",
        "Example: allo missed --not-called-back --business-hours 9-18",
    ),
    "stats": Entry(
        "_commands.stats",
        "stats",
        "Count calls: how many, the share answered, and the time talked, by line, day and hour.",
        "Example: allo stats --month 2026-02 --by line",
    ),
    "sync": Entry(
        "_sync",
        "sync",
        "Copy numbers, contacts, calls with transcripts, and messages to a SQLite file.",
        "Example: allo sync allo.db",
    ),
    "search": Entry(
        "_commands.search",
        "search",
        "Search summaries and transcripts in a database made by `allo sync`, without using the API.",
        "Example: allo search '\"charged twice\" OR refund' --db allo.db",
    ),
    "listen": Entry(
        "_listen",
        "listen",
        "Receive webhooks of both versions on this machine and show them until Ctrl-C.",
        "Example: allo listen --simulate --limit 3",
    ),
    "trigger": Entry(
        "_commands.trigger",
        "trigger",
        "Send one webhook event to an endpoint, as Allo sends it.",
        "Example: allo trigger call.completed --to http://127.0.0.1:8000/hooks",
    ),
    "panel": Entry(
        "_commands.panel",
        "panel",
        "Serve a web interface for numbers, calls, contacts, conversations and webhooks until Ctrl-C.",
        "Example: allo panel --no-open",
    ),
    "mcp": Entry(
        "_commands.mcp",
        "mcp",
        "Serve tools for agents on stdin and stdout, over the Model Context Protocol (MCP).",
        "Example: allo mcp --allow-send --db allo.db",
    ),
    "doctor": Entry(
        "_commands.doctor", "doctor", "Check version, key, host, TLS, clock and scopes.", "Example: allo doctor"
    ),
    "login": Entry(
        "_commands.login",
        "login",
        "Store the API key in the system keyring, for the current base URL only.",
        "Example: allo login",
    ),
    "spec": Entry(
        "_commands.spec",
        "spec",
        "Write the OpenAPI 3.1 spec that this package was made from, as JSON, which YAML tools read as well.",
        "Example: allo spec --api v2 --out allo-v2.json",
        plain=True,
    ),
    "mock": Entry(
        "_commands.local",
        "mock",
        "Run a mock server of the Allo API on this machine until Ctrl-C.",
        "Example: allo mock --port 8080",
        passes_on=True,
    ),
    "demo": Entry(
        "_commands.local",
        "demo",
        "Run a demo of both clients against the mock server.",
        "Example: allo demo",
        passes_on=True,
    ),
    "calls": Entry("_commands.calls", "app", "List, show and export calls."),
    "contacts": Entry("_commands.contacts", "app", "List, show, create, update, find, import and export contacts."),
    "sms": Entry("_commands.sms", "app", "Send SMS messages."),
    "webhooks": Entry("_commands.webhooks", "app", "List, create and delete webhooks."),
    "recordings": Entry("_commands.recordings", "app", "Download recordings of calls."),
    "people": Entry("_commands.people", "app", "List, show, find, create and update people of the CRM."),
    "companies": Entry("_commands.companies", "app", "List, show, create and update companies of the CRM."),
    "deals": Entry("_commands.deals", "app", "List, show, create and update deals of the CRM."),
    "users": Entry("_commands.team", "users", "List and show the members of the team."),
    "tags": Entry("_commands.team", "tags", "List the tags of the team."),
    "templates": Entry("_commands.team", "templates", "List and show summary templates."),
    "queue": Entry("_commands.queue", "app", "Show, fill and clear the Power Dialer queue."),
    "analytics": Entry("_commands.analytics", "app", "Figures about calls that the API computes."),
    "events": Entry("_commands.events", "app", "Look at stored webhook deliveries, handle them, replay them."),
}
