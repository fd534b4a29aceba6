"""The operations of Allo API v2, written by `make generate` from openapi/allo-v2.yaml: change that instead."""

from __future__ import annotations

from typing import Final

from allo_ext._operations import Operation, Table

TABLE: Final = Table(
    "/v2/api",
    (
        Operation(
            id="get_me",
            method="GET",
            path="/me",
            path_parameters=(),
            scope=None,
            bucket="read",
            reads=True,
            repeat="always",
        ),
        Operation(
            id="list_users",
            method="GET",
            path="/users",
            path_parameters=(),
            scope="USERS_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "role": {"type": "string", "enum": ["ADMIN", "MANAGER", "MEMBER"]},
                "status": {"type": "string", "enum": ["ACTIVE", "BLOCKED"]},
            },
        ),
        Operation(
            id="get_user",
            method="GET",
            path="/users/{id}",
            path_parameters=("id",),
            scope="USERS_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="list_numbers",
            method="GET",
            path="/numbers",
            path_parameters=(),
            scope="PHONE_NUMBERS_READ",
            bucket="read",
            reads=True,
            repeat="always",
        ),
        Operation(
            id="set_number_default_summary_template",
            method="PUT",
            path="/numbers/{number}/default_summary_template",
            path_parameters=("number",),
            scope="SUMMARY_TEMPLATES_WRITE",
            bucket="write",
            reads=False,
            repeat="always",
            rules={
                "number": {
                    "type": "string",
                    "required": True,
                    "pattern": "^\\+[1-9][0-9]{6,14}$",
                    "says": "must be a phone number in E.164, such as +12025550143",
                }
            },
            forms={
                "SetNumberDefaultSummaryTemplateRequest": {
                    "type": "object",
                    "properties": {
                        "summary_template_id": {
                            "type": "string",
                            "nullable": True,
                            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                            "maxLength": 200,
                            "says": "must be an id as the API returned it",
                        }
                    },
                }
            },
        ),
        Operation(
            id="list_tags",
            method="GET",
            path="/tags",
            path_parameters=(),
            scope="TAGS_READ",
            bucket="read",
            reads=True,
            repeat="always",
        ),
        Operation(
            id="list_conversations",
            method="GET",
            path="/conversations",
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
                "last_activity_since": {
                    "type": "string",
                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?$",
                    "says": "must be an ISO 8601 datetime, such as 2026-03-02T09:15:00Z",
                },
                "unread": {"type": "boolean"},
                "page": {"type": "integer", "minimum": 1},
                "size": {"type": "integer", "minimum": 1, "maximum": 100},
                "extend": {"type": "string", "enum": ["transcript"]},
            },
        ),
        Operation(
            id="execute_conversation_action",
            method="PUT",
            path="/conversations/{contact_number}/action",
            path_parameters=("contact_number",),
            scope="CONVERSATIONS_WRITE",
            bucket="write",
            reads=False,
            repeat="always",
            rules={
                "contact_number": {
                    "type": "string",
                    "required": True,
                    "pattern": "^\\+[1-9][0-9]{6,14}$",
                    "says": "must be a phone number in E.164, such as +12025550143",
                }
            },
            forms={
                "ExecuteConversationActionRequest": {
                    "type": "object",
                    "properties": {
                        "action": {
                            "type": "string",
                            "required": True,
                            "enum": ["READ", "UNREAD", "ARCHIVE", "UNARCHIVE"],
                        },
                        "allo_number": {
                            "type": "string",
                            "pattern": "^\\+[1-9][0-9]{6,14}$",
                            "says": "must be a phone number in E.164, such as +12025550143",
                        },
                    },
                }
            },
        ),
        Operation(
            id="search_all_conversations",
            method="POST",
            path="/conversations/items/search",
            path_parameters=(),
            scope="CONVERSATIONS_READ",
            bucket="write",
            reads=True,
            repeat="always",
            forms={
                "SearchAllConversationsRequest": {
                    "type": "object",
                    "properties": {
                        "allo_number": {
                            "type": "string",
                            "pattern": "^\\+[1-9][0-9]{6,14}$",
                            "says": "must be a phone number in E.164, such as +12025550143",
                        },
                        "contact_number": {
                            "type": "string",
                            "pattern": "^\\+[1-9][0-9]{6,14}$",
                            "says": "must be a phone number in E.164, such as +12025550143",
                        },
                        "user_id": {
                            "type": "string",
                            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                            "maxLength": 200,
                            "says": "must be an id as the API returned it",
                        },
                        "direction": {"type": "string", "enum": ["INBOUND", "OUTBOUND"]},
                        "type": {"type": "string", "enum": ["CALL", "SMS", "ALL"], "name": "type_"},
                        "result": {"type": "string", "enum": ["ANSWERED", "VOICEMAIL", "TRANSFERRED"]},
                        "tags": {"type": "array", "items": {"type": "string", "minLength": 1}},
                        "unread": {"type": "boolean"},
                        "unresponded": {"type": "boolean"},
                        "search": {"type": "string", "minLength": 1},
                        "sort": {"type": "string", "enum": ["DATE_DESC", "DATE_ASC", "RELEVANCE"]},
                        "extend": {"type": "string", "enum": ["transcript"]},
                        "page": {"type": "integer", "minimum": 1},
                        "size": {"type": "integer", "minimum": 1, "maximum": 100},
                        "date": {
                            "type": "object",
                            "properties": {
                                "from": {
                                    "type": "string",
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                                "to": {
                                    "type": "string",
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                            },
                        },
                    },
                }
            },
        ),
        Operation(
            id="batch_get_conversation_items",
            method="POST",
            path="/conversations/items/batch",
            path_parameters=(),
            scope="CONVERSATIONS_READ",
            bucket="write",
            reads=True,
            repeat="always",
            forms={
                "BatchGetConversationItemsRequest": {
                    "type": "object",
                    "properties": {
                        "ids": {
                            "type": "array",
                            "required": True,
                            "maxItems": 100,
                            "items": {
                                "type": "string",
                                "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                                "maxLength": 200,
                                "says": "must be an id as the API returned it",
                            },
                        }
                    },
                }
            },
        ),
        Operation(
            id="get_conversation_item",
            method="GET",
            path="/conversations/items/{id}",
            path_parameters=("id",),
            scope="CONVERSATIONS_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                },
                "extend": {"type": "string", "enum": ["transcript"]},
            },
        ),
        Operation(
            id="update_call_summary",
            method="PATCH",
            path="/conversations/items/{id}/summary",
            path_parameters=("id",),
            scope="CONVERSATIONS_WRITE",
            bucket="write",
            reads=False,
            repeat="never",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
            forms={
                "UpdateCallSummaryRequest": {
                    "type": "object",
                    "properties": {
                        "content": {"type": "string", "required": True, "maxLength": 100000},
                        "template_key": {
                            "type": "string",
                            "nullable": True,
                            "enum": ["MARKDOWN_CLASSIC", "MARKDOWN_SHORT_CALL"],
                        },
                    },
                }
            },
        ),
        Operation(
            id="add_tags",
            method="POST",
            path="/conversations/items/{id}/tags",
            path_parameters=("id",),
            scope="TAGS_WRITE",
            bucket="write",
            reads=False,
            repeat="with_key",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
            forms={
                "AddTagsRequest": {
                    "type": "object",
                    "properties": {
                        "tags": {
                            "type": "array",
                            "required": True,
                            "minItems": 1,
                            "items": {"type": "string", "minLength": 1},
                        }
                    },
                }
            },
        ),
        Operation(
            id="remove_tag",
            method="DELETE",
            path="/conversations/items/{id}/tags/{tag}",
            path_parameters=("id", "tag"),
            scope="TAGS_WRITE",
            bucket="write",
            reads=False,
            repeat="with_key",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                },
                "tag": {"type": "string", "required": True, "minLength": 1},
            },
        ),
        Operation(
            id="list_summary_templates",
            method="GET",
            path="/summary_templates",
            path_parameters=(),
            scope="SUMMARY_TEMPLATES_READ",
            bucket="read",
            reads=True,
            repeat="always",
        ),
        Operation(
            id="create_summary_template",
            method="POST",
            path="/summary_templates",
            path_parameters=(),
            scope="SUMMARY_TEMPLATES_WRITE",
            bucket="write",
            reads=False,
            repeat="with_key",
            forms={
                "CreateSummaryTemplateRequest": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "required": True},
                        "call_context": {"type": "string", "nullable": True, "maxLength": 4000},
                        "icon": {"type": "string", "nullable": True},
                        "sections": {
                            "type": "array",
                            "maxItems": 10,
                            "items": {
                                "type": "object",
                                "properties": {
                                    "title": {"type": "string", "required": True},
                                    "instructions": {"type": "string"},
                                    "order": {"type": "integer", "required": True, "minimum": 0},
                                },
                            },
                        },
                    },
                }
            },
        ),
        Operation(
            id="get_summary_template",
            method="GET",
            path="/summary_templates/{id}",
            path_parameters=("id",),
            scope="SUMMARY_TEMPLATES_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="update_summary_template",
            method="PUT",
            path="/summary_templates/{id}",
            path_parameters=("id",),
            scope="SUMMARY_TEMPLATES_WRITE",
            bucket="write",
            reads=False,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
            forms={
                "UpdateSummaryTemplateRequest": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "required": True},
                        "call_context": {"type": "string", "nullable": True, "maxLength": 4000},
                        "icon": {"type": "string", "nullable": True},
                        "sections": {
                            "type": "array",
                            "maxItems": 10,
                            "items": {
                                "type": "object",
                                "properties": {
                                    "title": {"type": "string", "required": True},
                                    "instructions": {"type": "string"},
                                    "order": {"type": "integer", "required": True, "minimum": 0},
                                },
                            },
                        },
                    },
                }
            },
        ),
        Operation(
            id="delete_summary_template",
            method="DELETE",
            path="/summary_templates/{id}",
            path_parameters=("id",),
            scope="SUMMARY_TEMPLATES_WRITE",
            bucket="write",
            reads=False,
            repeat="with_key",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="get_team_metrics",
            method="POST",
            path="/analytics/overview",
            path_parameters=(),
            scope="CONVERSATIONS_READ",
            bucket="write",
            reads=True,
            repeat="always",
            forms={
                "GetTeamMetricsRequest": {
                    "type": "object",
                    "properties": {
                        "date": {
                            "type": "object",
                            "required": True,
                            "properties": {
                                "from": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                                "to": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                            },
                        },
                        "compare_date": {
                            "type": "object",
                            "properties": {
                                "from": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                                "to": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                            },
                        },
                        "user_ids": {
                            "type": "array",
                            "items": {
                                "type": "string",
                                "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                                "maxLength": 200,
                                "says": "must be an id as the API returned it",
                            },
                        },
                        "allo_numbers": {
                            "type": "array",
                            "items": {
                                "type": "string",
                                "pattern": "^\\+[1-9][0-9]{6,14}$",
                                "says": "must be a phone number in E.164, such as +12025550143",
                            },
                        },
                    },
                }
            },
        ),
        Operation(
            id="get_analytics_outbound",
            method="POST",
            path="/analytics/outbound",
            path_parameters=(),
            scope="CONVERSATIONS_READ",
            bucket="write",
            reads=True,
            repeat="always",
            forms={
                "GetAnalyticsOutboundRequest": {
                    "type": "object",
                    "properties": {
                        "date": {
                            "type": "object",
                            "required": True,
                            "properties": {
                                "from": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                                "to": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                            },
                        },
                        "compare_date": {
                            "type": "object",
                            "properties": {
                                "from": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                                "to": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                                    "says": "must be a day, such as 2026-03-02",
                                },
                            },
                        },
                        "user_ids": {
                            "type": "array",
                            "items": {
                                "type": "string",
                                "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                                "maxLength": 200,
                                "says": "must be an id as the API returned it",
                            },
                        },
                        "allo_numbers": {
                            "type": "array",
                            "items": {
                                "type": "string",
                                "pattern": "^\\+[1-9][0-9]{6,14}$",
                                "says": "must be a phone number in E.164, such as +12025550143",
                            },
                        },
                        "tags": {"type": "array", "items": {"type": "string", "minLength": 1}},
                        "granularity": {"type": "string", "enum": ["DAY", "WEEK", "MONTH"]},
                        "extend": {"type": "string", "enum": ["items"]},
                        "stage": {"type": "string", "enum": ["DIAL", "CONNECTED", "CONVERSATION", "CONVERSION"]},
                        "page": {"type": "integer", "minimum": 1},
                        "size": {"type": "integer", "minimum": 1, "maximum": 100},
                    },
                }
            },
        ),
        Operation(
            id="search_people",
            method="POST",
            path="/crm/people/search",
            path_parameters=(),
            scope="CRM_READ",
            bucket="write",
            reads=True,
            repeat="always",
            forms={
                "SearchPeopleRequest": {
                    "type": "object",
                    "properties": {
                        "filters": {
                            "type": "object",
                            "nullable": True,
                            "properties": {
                                "name": {"type": "string"},
                                "last_name": {"type": "string"},
                                "job_title": {"type": "string"},
                                "website": {"type": "string"},
                                "company": {"type": "string"},
                                "phone_number": {
                                    "type": "string",
                                    "pattern": "^\\+[1-9][0-9]{6,14}$",
                                    "says": "must be a phone number in E.164, such as +12025550143",
                                },
                                "email": {"type": "string"},
                                "deal_status": {"type": "string"},
                            },
                        },
                        "search": {"type": "string", "nullable": True},
                        "sort": {
                            "type": "string",
                            "nullable": True,
                            "enum": ["DATE_DESC", "DATE_ASC", "NAME_ASC", "NAME_DESC", "CREATED_DESC", "CREATED_ASC"],
                        },
                        "page": {"type": "integer", "minimum": 1},
                        "size": {"type": "integer", "minimum": 1, "maximum": 100},
                    },
                }
            },
        ),
        Operation(
            id="create_person",
            method="POST",
            path="/crm/people",
            path_parameters=(),
            scope="CRM_WRITE",
            bucket="write",
            reads=False,
            repeat="with_key",
            forms={
                "CreatePersonRequest": {
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
                        "address": {"type": "string", "nullable": True},
                        "emails": {"type": "array", "nullable": True, "items": {"type": "string"}},
                        "company_id": {"type": "string", "nullable": True},
                        "allow_duplicate_number": {"type": "boolean"},
                    },
                }
            },
        ),
        Operation(
            id="get_person",
            method="GET",
            path="/crm/people/{id}",
            path_parameters=("id",),
            scope="CRM_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="update_person",
            method="PUT",
            path="/crm/people/{id}",
            path_parameters=("id",),
            scope="CRM_WRITE",
            bucket="write",
            reads=False,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
            forms={
                "UpdatePersonRequest": {
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
                        "address": {"type": "string", "nullable": True},
                        "emails": {"type": "array", "nullable": True, "items": {"type": "string"}},
                        "company_id": {"type": "string", "nullable": True},
                    },
                }
            },
        ),
        Operation(
            id="search_companies",
            method="POST",
            path="/crm/companies/search",
            path_parameters=(),
            scope="CRM_READ",
            bucket="write",
            reads=True,
            repeat="always",
            forms={
                "SearchCompaniesRequest": {
                    "type": "object",
                    "properties": {
                        "filters": {
                            "type": "object",
                            "nullable": True,
                            "properties": {
                                "name": {"type": "string"},
                                "website": {"type": "string"},
                                "industry": {"type": "string"},
                            },
                        },
                        "sort": {
                            "type": "string",
                            "nullable": True,
                            "enum": ["DATE_DESC", "DATE_ASC", "NAME_ASC", "NAME_DESC", "CREATED_DESC", "CREATED_ASC"],
                        },
                        "page": {"type": "integer", "minimum": 1},
                        "size": {"type": "integer", "minimum": 1, "maximum": 100},
                    },
                }
            },
        ),
        Operation(
            id="create_company",
            method="POST",
            path="/crm/companies",
            path_parameters=(),
            scope="CRM_WRITE",
            bucket="write",
            reads=False,
            repeat="with_key",
            forms={
                "CreateCompanyRequest": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "required": True},
                        "website": {"type": "string", "nullable": True},
                        "industry": {"type": "string", "nullable": True},
                    },
                }
            },
        ),
        Operation(
            id="get_company",
            method="GET",
            path="/crm/companies/{id}",
            path_parameters=("id",),
            scope="CRM_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="update_company",
            method="PUT",
            path="/crm/companies/{id}",
            path_parameters=("id",),
            scope="CRM_WRITE",
            bucket="write",
            reads=False,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
            forms={
                "UpdateCompanyRequest": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "nullable": True},
                        "website": {"type": "string", "nullable": True},
                        "industry": {"type": "string", "nullable": True},
                    },
                }
            },
        ),
        Operation(
            id="search_deals",
            method="POST",
            path="/crm/deals/search",
            path_parameters=(),
            scope="CRM_READ",
            bucket="write",
            reads=True,
            repeat="always",
            forms={
                "SearchDealsRequest": {
                    "type": "object",
                    "properties": {
                        "filters": {"type": "object", "nullable": True, "properties": {"stage": {"type": "string"}}},
                        "search": {"type": "string", "nullable": True},
                        "sort": {
                            "type": "string",
                            "nullable": True,
                            "enum": ["DATE_DESC", "DATE_ASC", "NAME_ASC", "NAME_DESC", "CREATED_DESC", "CREATED_ASC"],
                        },
                        "page": {"type": "integer", "minimum": 1},
                        "size": {"type": "integer", "minimum": 1, "maximum": 100},
                    },
                }
            },
        ),
        Operation(
            id="create_deal",
            method="POST",
            path="/crm/deals",
            path_parameters=(),
            scope="CRM_WRITE",
            bucket="write",
            reads=False,
            repeat="with_key",
            forms={
                "CreateDealRequest": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "required": True},
                        "status": {"type": "string", "nullable": True},
                        "amount": {"type": "number", "nullable": True},
                        "currency": {"type": "string", "nullable": True, "minLength": 3, "maxLength": 3},
                        "closed_at": {"type": "string", "nullable": True},
                        "company_id": {"type": "string", "nullable": True},
                    },
                }
            },
        ),
        Operation(
            id="get_deal",
            method="GET",
            path="/crm/deals/{id}",
            path_parameters=("id",),
            scope="CRM_READ",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="delete_deal",
            method="DELETE",
            path="/crm/deals/{id}",
            path_parameters=("id",),
            scope="CRM_DELETE",
            bucket="write",
            reads=False,
            repeat="with_key",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="update_deal",
            method="PATCH",
            path="/crm/deals/{id}",
            path_parameters=("id",),
            scope="CRM_WRITE",
            bucket="write",
            reads=False,
            repeat="never",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
            forms={
                "UpdateDealRequest": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "nullable": True},
                        "status": {"type": "string", "nullable": True},
                        "amount": {"type": "number", "nullable": True},
                        "currency": {"type": "string", "nullable": True, "minLength": 3, "maxLength": 3},
                        "closed_at": {"type": "string", "nullable": True},
                        "company_id": {"type": "string", "nullable": True},
                    },
                }
            },
        ),
        Operation(
            id="get_current_dialing_queue",
            method="GET",
            path="/dialing-queues/current",
            path_parameters=(),
            scope="DIALING_QUEUE_READ_WRITE",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "user_id": {
                    "type": "string",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                },
                "email": {
                    "type": "string",
                    "pattern": "^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$",
                    "maxLength": 254,
                    "says": "must be an e-mail address",
                },
                "page": {"type": "integer", "minimum": 1},
                "size": {"type": "integer", "minimum": 1, "maximum": 100},
            },
        ),
        Operation(
            id="reset_current_dialing_queue",
            method="POST",
            path="/dialing-queues/current",
            path_parameters=(),
            scope="DIALING_QUEUE_READ_WRITE",
            bucket="write",
            reads=False,
            repeat="with_key",
            forms={
                "ResetCurrentDialingQueueRequest": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "nullable": True, "maxLength": 255},
                        "user_id": {
                            "type": "string",
                            "nullable": True,
                            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                            "maxLength": 200,
                            "says": "must be an id as the API returned it",
                        },
                        "email": {
                            "type": "string",
                            "nullable": True,
                            "pattern": "^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$",
                            "maxLength": 254,
                            "says": "must be an e-mail address",
                        },
                    },
                }
            },
        ),
        Operation(
            id="upsert_current_dialing_queue",
            method="PATCH",
            path="/dialing-queues/current",
            path_parameters=(),
            scope="DIALING_QUEUE_READ_WRITE",
            bucket="write",
            reads=False,
            repeat="never",
            forms={
                "UpsertCurrentDialingQueueRequest": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "nullable": True, "minLength": 1, "maxLength": 255},
                        "voicemail_handling": {"type": "string", "nullable": True, "enum": ["SKIP", "NO_SKIP"]},
                        "do_not_disturb": {"type": "string", "nullable": True, "enum": ["ENABLED", "DISABLED"]},
                        "user_id": {
                            "type": "string",
                            "nullable": True,
                            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                            "maxLength": 200,
                            "says": "must be an id as the API returned it",
                        },
                        "email": {
                            "type": "string",
                            "nullable": True,
                            "pattern": "^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$",
                            "maxLength": 254,
                            "says": "must be an e-mail address",
                        },
                    },
                }
            },
        ),
        Operation(
            id="append_dialing_queue_numbers",
            method="POST",
            path="/dialing-queues/current/numbers",
            path_parameters=(),
            scope="DIALING_QUEUE_READ_WRITE",
            bucket="write",
            reads=False,
            repeat="never",
            forms={
                "AppendDialingQueueNumbersRequest": {
                    "type": "object",
                    "properties": {
                        "numbers": {
                            "type": "array",
                            "required": True,
                            "minItems": 1,
                            "items": {
                                "type": "object",
                                "properties": {
                                    "number": {"type": "string", "required": True, "minLength": 1},
                                    "name": {"type": "string", "nullable": True},
                                    "last_name": {"type": "string", "nullable": True},
                                    "company": {"type": "string", "nullable": True},
                                    "website": {"type": "string", "nullable": True},
                                    "job_title": {"type": "string", "nullable": True},
                                    "emails": {"type": "array", "nullable": True, "items": {"type": "string"}},
                                    "addresses": {"type": "array", "nullable": True, "items": {"type": "string"}},
                                },
                            },
                        },
                        "user_id": {
                            "type": "string",
                            "nullable": True,
                            "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                            "maxLength": 200,
                            "says": "must be an id as the API returned it",
                        },
                        "email": {
                            "type": "string",
                            "nullable": True,
                            "pattern": "^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$",
                            "maxLength": 254,
                            "says": "must be an e-mail address",
                        },
                    },
                }
            },
        ),
        Operation(
            id="clear_dialing_queue_numbers",
            method="DELETE",
            path="/dialing-queues/current/numbers",
            path_parameters=(),
            scope="DIALING_QUEUE_READ_WRITE",
            bucket="write",
            reads=False,
            repeat="never",
            rules={
                "number": {"type": "string", "minLength": 1},
                "position": {"type": "integer", "minimum": 0},
                "unassigned": {"type": "boolean"},
                "user_id": {
                    "type": "string",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                },
                "email": {
                    "type": "string",
                    "pattern": "^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$",
                    "maxLength": 254,
                    "says": "must be an e-mail address",
                },
            },
            repeat_without={"position": "with_key"},
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
            repeat="with_key",
            forms={
                "CreateWebhookRequest": {
                    "type": "object",
                    "properties": {
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
                                    "call.received",
                                    "call.triggered",
                                    "call.answered",
                                    "call.completed",
                                    "tag.added",
                                    "tag.removed",
                                    "sms.received",
                                    "sms.sent",
                                    "contact.created",
                                    "contact.updated",
                                    "summary.updated",
                                ],
                            },
                        },
                        "description": {"type": "string"},
                    },
                }
            },
        ),
        Operation(
            id="list_webhook_event_types",
            method="GET",
            path="/webhooks/event_types",
            path_parameters=(),
            scope="WEBHOOKS_READ_WRITE",
            bucket="read",
            reads=True,
            repeat="always",
        ),
        Operation(
            id="get_webhook",
            method="GET",
            path="/webhooks/{webhook_id}",
            path_parameters=("webhook_id",),
            scope="WEBHOOKS_READ_WRITE",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "webhook_id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="update_webhook",
            method="PUT",
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
                    "says": "must be an id as the API returned it",
                }
            },
            forms={
                "UpdateWebhookRequest": {
                    "type": "object",
                    "properties": {
                        "url": {
                            "type": "string",
                            "pattern": "^https://[^ \\t\\r\\n/?#]+([/?#][^ \\t\\r\\n]*)?$",
                            "says": "must be an https URL",
                        },
                        "topics": {
                            "type": "array",
                            "minItems": 1,
                            "items": {
                                "type": "string",
                                "enum": [
                                    "call.received",
                                    "call.triggered",
                                    "call.answered",
                                    "call.completed",
                                    "tag.added",
                                    "tag.removed",
                                    "sms.received",
                                    "sms.sent",
                                    "contact.created",
                                    "contact.updated",
                                    "summary.updated",
                                ],
                            },
                        },
                        "description": {"type": "string"},
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
            repeat="with_key",
            rules={
                "webhook_id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="create_partner_account",
            method="POST",
            path="/partner/accounts",
            path_parameters=(),
            scope="PARTNER",
            bucket="write",
            reads=False,
            repeat="with_key",
            forms={
                "CreatePartnerAccountRequest": {
                    "type": "object",
                    "properties": {
                        "email": {
                            "type": "string",
                            "required": True,
                            "pattern": "^[^@ \\t\\r\\n]+@[^@ \\t\\r\\n]+$",
                            "maxLength": 254,
                            "says": "must be an e-mail address",
                        },
                        "name": {"type": "string", "required": True, "minLength": 1},
                        "personal_mobile": {
                            "type": "string",
                            "required": True,
                            "pattern": "^\\+[1-9][0-9]{6,14}$",
                            "says": "must be a phone number in E.164, such as +12025550143",
                        },
                        "number_preference": {
                            "type": "object",
                            "required": True,
                            "properties": {
                                "country": {
                                    "type": "string",
                                    "required": True,
                                    "pattern": "^[A-Z]{2}$",
                                    "says": "must be a country code of two capital letters",
                                },
                                "prefix": {
                                    "type": "string",
                                    "nullable": True,
                                    "pattern": "^\\+?[0-9]+$",
                                    "says": "must be digits, with or without a plus sign",
                                },
                            },
                        },
                        "partner_client_ref": {"type": "string"},
                    },
                }
            },
        ),
        Operation(
            id="get_partner_account",
            method="GET",
            path="/partner/accounts/{id}",
            path_parameters=("id",),
            scope="PARTNER",
            bucket="read",
            reads=True,
            repeat="always",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
        Operation(
            id="delete_partner_account",
            method="DELETE",
            path="/partner/accounts/{id}",
            path_parameters=("id",),
            scope="PARTNER",
            bucket="write",
            reads=False,
            repeat="with_key",
            rules={
                "id": {
                    "type": "string",
                    "required": True,
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
                    "maxLength": 200,
                    "says": "must be an id as the API returned it",
                }
            },
        ),
    ),
)
