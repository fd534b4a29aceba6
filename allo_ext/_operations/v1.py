"""The operations of Allo API v1, written by `make generate` from openapi/allo-v1.yaml: change that instead."""

from __future__ import annotations

from typing import Final

from allo_ext._operations import Operation, Table

TABLE: Final = Table(
    "/v1/api",
    (
        Operation(
            id="search_calls",
            method="GET",
            path="/calls",
            path_parameters=(),
            scope="CONVERSATIONS_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
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
        ),
        Operation(
            id="search_contacts",
            method="GET",
            path="/contacts",
            path_parameters=(),
            scope="CONTACTS_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "page": {"type": "integer", "minimum": 0},
                "size": {"type": "integer", "minimum": 1, "maximum": 100},
            },
        ),
        Operation(
            id="create_contact",
            method="POST",
            path="/contacts",
            path_parameters=(),
            scope="CONTACTS_READ_WRITE",
            bucket="write",
            reads=False,
            repeat="never",
            forms={
                "CreateContactRequest": {
                    "type": "object",
                    "properties": {
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
                }
            },
        ),
        Operation(
            id="update_contact",
            method="PUT",
            path="/contacts/{contact_id}",
            path_parameters=("contact_id",),
            scope="CONTACTS_READ_WRITE",
            bucket="write",
            reads=False,
            repeat="always",
            rules={
                "contact_id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                }
            },
            forms={
                "UpdateContactRequest": {
                    "type": "object",
                    "properties": {
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
                }
            },
        ),
        Operation(
            id="get_contact",
            method="GET",
            path="/contact/{contact_id}",
            path_parameters=("contact_id",),
            scope="CONTACTS_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
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
        ),
        Operation(
            id="get_contact_conversation",
            method="GET",
            path="/contact/{contact_id}/conversation",
            path_parameters=("contact_id",),
            scope="CONVERSATIONS_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
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
        ),
        Operation(
            id="send_sms",
            method="POST",
            path="/sms",
            path_parameters=(),
            scope="SMS_SEND",
            bucket="write",
            reads=False,
            repeat="never",
            forms={
                "SendSmsRequest": {
                    "type": "object",
                    "properties": {
                        "from": {
                            "type": "string",
                            "required": True,
                            "pattern": "^\\+[1-9][0-9]{6,14}$",
                            "says": "must be a phone number in E.164, such as +12025550143",
                            "name": "from_",
                        },
                        "to": {
                            "type": "string",
                            "required": True,
                            "pattern": "^\\+[1-9][0-9]{6,14}$",
                            "says": "must be a phone number in E.164, such as +12025550143",
                        },
                        "message": {"type": "string", "required": True, "minLength": 1, "maxLength": 1000},
                    },
                },
                "SendSmsFranceRequest": {
                    "type": "object",
                    "properties": {
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
                },
            },
        ),
        Operation(
            id="list_numbers",
            method="GET",
            path="/numbers",
            path_parameters=(),
            scope="CONVERSATIONS_READ",
            bucket="read",
            reads=True,
            repeat="always",
        ),
        Operation(
            id="list_webhooks",
            method="GET",
            path="/webhooks",
            path_parameters=(),
            scope="WEBHOOKS_READ_WRITE",
            bucket="read",
            reads=True,
            repeat="always",
        ),
        Operation(
            id="create_webhook",
            method="POST",
            path="/webhooks",
            path_parameters=(),
            scope="WEBHOOKS_READ_WRITE",
            bucket="write",
            reads=False,
            repeat="never",
            forms={
                "CreateWebhookRequest": {
                    "type": "object",
                    "properties": {
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
                                "enum": [
                                    "PING",
                                    "CALL_RECEIVED",
                                    "SMS_RECEIVED",
                                    "SMS_SENT",
                                    "CONTACT_CREATED",
                                    "CONTACT_UPDATED",
                                ],
                            },
                        },
                        "enabled": {"type": "boolean"},
                    },
                }
            },
        ),
        Operation(
            id="delete_webhook",
            method="DELETE",
            path="/webhooks/{webhook_id}",
            path_parameters=("webhook_id",),
            scope="WEBHOOKS_READ_WRITE",
            bucket="write",
            reads=False,
            repeat="always",
            rules={
                "webhook_id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                }
            },
        ),
    ),
)
