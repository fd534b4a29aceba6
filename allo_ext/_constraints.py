"""What the OpenAPI document demands of requests.

Written by `make generate` (scripts/constraints.py): change openapi/allo-v1.yaml instead.
Keys are operations; a body with a form of its own, such as an SMS to France, has the name of its form. Patterns are
meant for re.fullmatch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Constraint(TypedDict, total=False):
    """The keywords of JSON Schema that a value is held against, whether it may be absent or null, and what to say."""

    type: str
    required: bool
    nullable: bool
    pattern: str
    minLength: int
    maxLength: int
    minimum: int
    maximum: int
    minItems: int
    maxItems: int
    enum: Sequence[str]
    items: Constraint
    properties: Mapping[str, Constraint]
    says: str


CONSTRAINTS: Final[Mapping[str, Mapping[str, Constraint]]] = {
    "search_calls": {
        "allo_number": {
            "type": "string",
            "required": True,
            "pattern": "^\\+[1-9][0-9]{6,14}$",
            "says": "must be a phone number in E.164, such as +12025550143",
        },
        "contact_number": {
            "type": "string",
            "pattern": "^\\+[1-9][0-9]{6,14}$",
            "says": "must be a phone number in E.164, such as +12025550143",
        },
        "page": {"type": "integer", "minimum": 0},
        "size": {"type": "integer", "minimum": 1, "maximum": 100},
    },
    "search_contacts": {
        "page": {"type": "integer", "minimum": 0},
        "size": {"type": "integer", "minimum": 1, "maximum": 100},
    },
    "create_contact": {
        "numbers": {
            "type": "array",
            "required": True,
            "minItems": 1,
            "items": {
                "type": "string",
                "pattern": "^\\+[1-9][0-9]{6,14}$",
                "says": "must be a phone number in E.164, such as +12025550143",
            },
        },
        "name": {"type": "string", "nullable": True},
        "last_name": {"type": "string", "nullable": True},
        "job_title": {"type": "string", "nullable": True},
        "website": {"type": "string", "nullable": True},
        "emails": {"type": "array", "nullable": True, "items": {"type": "string"}},
    },
    "update_contact": {
        "contact_id": {
            "type": "string",
            "required": True,
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
            "maxLength": 200,
        },
        "numbers": {
            "type": "array",
            "nullable": True,
            "items": {
                "type": "string",
                "pattern": "^\\+[1-9][0-9]{6,14}$",
                "says": "must be a phone number in E.164, such as +12025550143",
            },
        },
        "name": {"type": "string", "nullable": True},
        "last_name": {"type": "string", "nullable": True},
        "job_title": {"type": "string", "nullable": True},
        "website": {"type": "string", "nullable": True},
        "emails": {"type": "array", "nullable": True, "items": {"type": "string"}},
    },
    "get_contact": {
        "contact_id": {
            "type": "string",
            "required": True,
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
            "maxLength": 200,
        },
        "extend": {
            "type": "string",
            "pattern": "^(engagement|activity)(,(engagement|activity))*$",
            "says": "must name engagement, activity, or both",
        },
    },
    "get_contact_conversation": {
        "contact_id": {
            "type": "string",
            "required": True,
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
            "maxLength": 200,
        },
        "allo_number": {
            "type": "string",
            "pattern": "^\\+[1-9][0-9]{6,14}$",
            "says": "must be a phone number in E.164, such as +12025550143",
        },
        "page": {"type": "integer", "minimum": 0},
        "size": {"type": "integer", "minimum": 1, "maximum": 100},
    },
    "send_sms": {
        "from": {
            "type": "string",
            "required": True,
            "pattern": "^\\+[1-9][0-9]{6,14}$",
            "says": "must be a phone number in E.164, such as +12025550143",
        },
        "to": {
            "type": "string",
            "required": True,
            "pattern": "^\\+[1-9][0-9]{6,14}$",
            "says": "must be a phone number in E.164, such as +12025550143",
        },
        "message": {"type": "string", "required": True, "minLength": 1, "maxLength": 1000},
    },
    "send_sms_france": {
        "sender_id": {
            "type": "string",
            "required": True,
            "pattern": "^([0-9]*[A-Za-z][A-Za-z0-9]*|[0-9]{3,6})$",
            "minLength": 3,
            "maxLength": 11,
            "says": "must be letters and digits with at least one letter, or a short code of 3 to 6 digits",
        },
        "to": {
            "type": "string",
            "required": True,
            "pattern": "^\\+33[1-9][0-9]{4,12}$",
            "says": "must be a French phone number in E.164, such as +33639980001",
        },
        "message": {"type": "string", "required": True, "minLength": 1, "maxLength": 1000},
    },
    "create_webhook": {
        "allo_number": {
            "type": "string",
            "required": True,
            "pattern": "^\\+[1-9][0-9]{6,14}$",
            "says": "must be a phone number in E.164, such as +12025550143",
        },
        "url": {
            "type": "string",
            "required": True,
            "pattern": "^https://[^ \\t\\r\\n/?#]+([/?#][^ \\t\\r\\n]*)?$",
            "says": "must be an https URL",
        },
        "topics": {
            "type": "array",
            "required": True,
            "minItems": 1,
            "items": {
                "type": "string",
                "enum": ["PING", "CALL_RECEIVED", "SMS_RECEIVED", "SMS_SENT", "CONTACT_CREATED", "CONTACT_UPDATED"],
            },
        },
        "enabled": {"type": "boolean"},
    },
    "delete_webhook": {
        "webhook_id": {"type": "string", "required": True, "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$", "maxLength": 200}
    },
}
