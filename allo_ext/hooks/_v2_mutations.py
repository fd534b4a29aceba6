"""The mutation hooks of version 2, and the queries that each refetches.

use_execute_action                        conversations, items
use_add_tags, use_remove_tag              items, tags, and that item
use_update_summary                        items, and that item
use_create_person, use_update_person      people, that person; of version 1: contacts, contact
use_…_company, use_…_deal                 companies or deals, and that one
use_…_dialing_queue, use_…_queue_numbers  dialing_queue
use_…_summary_template                    summary_templates
use_…_webhook_v2                          webhooks
"""

from __future__ import annotations

from allo_ext._async.v2.companies import AsyncCompanies
from allo_ext._async.v2.conversations import AsyncConversations
from allo_ext._async.v2.deals import AsyncDeals
from allo_ext._async.v2.dialing_queue import AsyncCurrentQueue
from allo_ext._async.v2.items import AsyncItems
from allo_ext._async.v2.numbers import AsyncNumbers
from allo_ext._async.v2.people import AsyncPeople
from allo_ext._async.v2.summary_templates import AsyncSummaryTemplates
from allo_ext._async.v2.webhooks import AsyncWebhooks
from allo_ext.hooks._acting import mutation_hook

use_execute_action = mutation_hook(
    "use_execute_action", AsyncConversations.execute_action, "v2.conversations", ("conversations", "items")
)
"""Mark or archive conversations with a number: `allo.v2.conversations.execute_action()`."""

use_add_tags = mutation_hook("use_add_tags", AsyncItems.add_tags, "v2.items", ("items", "tags"), ("item", "id"))
"""Add tags to a call: `allo.v2.items.add_tags()`."""

use_remove_tag = mutation_hook("use_remove_tag", AsyncItems.remove_tag, "v2.items", ("items",), ("item", "id"))
"""Remove a tag from a call: `allo.v2.items.remove_tag()`."""

use_update_summary = mutation_hook(
    "use_update_summary", AsyncItems.update_summary, "v2.items", ("items",), ("item", "id")
)
"""Replace the summary of a call: `allo.v2.items.update_summary()`."""

use_create_person = mutation_hook("use_create_person", AsyncPeople.create, "v2.people", ("people", "contacts"))
"""Create a person: `allo.v2.people.create()`."""

use_update_person = mutation_hook(
    "use_update_person", AsyncPeople.update, "v2.people", ("people", "contacts", "contact"), ("person", "id")
)
"""Update a person: `allo.v2.people.update()`."""

use_create_company = mutation_hook("use_create_company", AsyncCompanies.create, "v2.companies", ("companies",))
"""Create a company: `allo.v2.companies.create()`."""

use_update_company = mutation_hook(
    "use_update_company", AsyncCompanies.update, "v2.companies", ("companies",), ("company", "id")
)
"""Update a company: `allo.v2.companies.update()`."""

use_create_deal = mutation_hook("use_create_deal", AsyncDeals.create, "v2.deals", ("deals",))
"""Create a deal: `allo.v2.deals.create()`."""

use_update_deal = mutation_hook("use_update_deal", AsyncDeals.update, "v2.deals", ("deals",), ("deal", "id"))
"""Update a deal: `allo.v2.deals.update()`."""

use_delete_deal = mutation_hook("use_delete_deal", AsyncDeals.delete, "v2.deals", ("deals",))
"""Delete a deal: `allo.v2.deals.delete()`."""

use_reset_dialing_queue = mutation_hook(
    "use_reset_dialing_queue", AsyncCurrentQueue.reset, "v2.dialing_queue", ("dialing_queue",)
)
"""Start a new queue: `allo.v2.dialing_queue.reset()`."""

use_upsert_dialing_queue = mutation_hook(
    "use_upsert_dialing_queue", AsyncCurrentQueue.upsert, "v2.dialing_queue", ("dialing_queue",)
)
"""Create or change the queue: `allo.v2.dialing_queue.upsert()`."""

use_append_queue_numbers = mutation_hook(
    "use_append_queue_numbers", AsyncCurrentQueue.append_numbers, "v2.dialing_queue", ("dialing_queue",)
)
"""Append numbers to the queue: `allo.v2.dialing_queue.append_numbers()`."""

use_clear_queue_numbers = mutation_hook(
    "use_clear_queue_numbers", AsyncCurrentQueue.clear_numbers, "v2.dialing_queue", ("dialing_queue",)
)
"""Remove numbers from the queue: `allo.v2.dialing_queue.clear_numbers()`."""

use_create_summary_template = mutation_hook(
    "use_create_summary_template", AsyncSummaryTemplates.create, "v2.summary_templates", ("summary_templates",)
)
"""Create a summary template: `allo.v2.summary_templates.create()`."""

use_replace_summary_template = mutation_hook(
    "use_replace_summary_template", AsyncSummaryTemplates.replace, "v2.summary_templates", ("summary_templates",)
)
"""Replace a summary template: `allo.v2.summary_templates.replace()`."""

use_delete_summary_template = mutation_hook(
    "use_delete_summary_template", AsyncSummaryTemplates.delete, "v2.summary_templates", ("summary_templates",)
)
"""Delete a summary template: `allo.v2.summary_templates.delete()`."""

use_set_default_summary_template = mutation_hook(
    "use_set_default_summary_template", AsyncNumbers.set_default_summary_template, "v2.numbers", ("numbers",)
)
"""Set the default summary template of a number: `allo.v2.numbers.set_default_summary_template()`."""

use_create_webhook_v2 = mutation_hook("use_create_webhook_v2", AsyncWebhooks.create, "v2.webhooks", ("webhooks",))
"""Create a webhook endpoint: `allo.v2.webhooks.create()`."""

use_update_webhook_v2 = mutation_hook("use_update_webhook_v2", AsyncWebhooks.update, "v2.webhooks", ("webhooks",))
"""Update a webhook endpoint: `allo.v2.webhooks.update()`."""

use_delete_webhook_v2 = mutation_hook("use_delete_webhook_v2", AsyncWebhooks.delete, "v2.webhooks", ("webhooks",))
"""Delete a webhook endpoint: `allo.v2.webhooks.delete()`."""
