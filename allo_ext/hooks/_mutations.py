"""The mutation hooks, and the queries that each refetches.

use_send_sms, use_send_sms_france         conversation; of version 2: conversations, items
use_create_contact                        contacts; of version 2: people
use_update_contact                        contacts, and that contact; of version 2: people, person
use_create_webhook, use_delete_webhook    webhooks

Each hook takes `on_success`, which is called with the result, unless the component has been unmounted. `mutate` takes
the arguments of the client's method.
"""

from __future__ import annotations

from allo_ext._async.v1.contacts import AsyncContacts
from allo_ext._async.v1.sms import AsyncSms
from allo_ext._async.v1.webhooks import AsyncWebhooks
from allo_ext.hooks._acting import mutation_hook

_MESSAGES = ("conversation", "conversations", "items")

use_send_sms = mutation_hook("use_send_sms", AsyncSms.send, "sms", _MESSAGES)
"""Send an SMS from a line of the account: `allo.sms.send()`. Refetches conversations."""

use_send_sms_france = mutation_hook("use_send_sms_france", AsyncSms.send_france, "sms", _MESSAGES)
"""Send an SMS to a French number: `allo.sms.send_france()`. Refetches conversations."""

use_create_contact = mutation_hook("use_create_contact", AsyncContacts.create, "contacts", ("contacts", "people"))
"""Create a contact: `allo.contacts.create()`. Refetches contacts."""

use_update_contact = mutation_hook(
    "use_update_contact", AsyncContacts.update, "contacts", ("contacts", "people", "person"), ("contact", "contact_id")
)
"""Update a contact: `allo.contacts.update()`. Refetches contacts and that contact."""

use_create_webhook = mutation_hook("use_create_webhook", AsyncWebhooks.create, "webhooks", ("webhooks",))
"""Create a webhook: `allo.webhooks.create()`. Refetches webhooks.

Only the result contains the webhook's ID.
"""

use_delete_webhook = mutation_hook("use_delete_webhook", AsyncWebhooks.delete, "webhooks", ("webhooks",))
"""Delete a webhook: `allo.webhooks.delete()`. Refetches webhooks."""
