"""Instructions for the AI that writes summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext._wire.body import Body, objects
from allo_ext._wire.envelope import many, no_content, one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import SummaryTemplate, SummaryTemplateSection

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable, Mapping

    from allo_ext._async.session import AsyncSession

    Section = Mapping[str, Any] | SummaryTemplateSection


class AsyncSummaryTemplates:
    """Summary templates (https://help.withallo.com/en/api-reference/v2/summary-templates/list-summary-templates)."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self) -> builtins.list[SummaryTemplate]:
        """Return the summary templates of the team.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs the scope SUMMARY_TEMPLATES_READ.

        Examples:
            >>> [template.name for template in await allo.v2.summary_templates.list()]

        Wraps `GET /summary_templates`.
        """
        from allo_v2.api.summary_templates import list_summary_templates

        return await self._session.call(list_summary_templates, many(SummaryTemplate))

    async def create(
        self,
        *,
        name: str,
        call_context: str | None | NotGiven = NOT_GIVEN,
        icon: str | None | NotGiven = NOT_GIVEN,
        sections: Iterable[Section] | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> SummaryTemplate:
        """Add a summary template.

        Args:
            name: The name.
            call_context: Background for the AI, at most 4,000 characters.
            icon: An icon, such as an emoji.
            sections: At most 10 mappings with `title`, `order` (from 0) and `instructions`, or sections of another
                template.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope SUMMARY_TEMPLATES_WRITE.

        Examples:
            >>> await allo.v2.summary_templates.create(
            ...     name="Support", sections=[{"title": "Problem", "order": 0, "instructions": "One sentence."}]
            ... )

        Wraps `POST /summary_templates`.
        """
        from allo_v2.api.summary_templates import create_summary_template

        return await self._session.call(
            create_summary_template,
            one(SummaryTemplate),
            idempotency_key=idempotency_key,
            body=Body(name=name, call_context=call_context, icon=icon, sections=_sections(sections)),
        )

    async def get(self, id: str) -> SummaryTemplate:
        """Return a summary template.

        Args:
            id: The template's id.

        Raises:
            NotFoundError: There is no such template, or it was deleted.
            AlloError: See `allo_ext.errors`. The key needs the scope SUMMARY_TEMPLATES_READ.

        Examples:
            >>> template = await allo.v2.summary_templates.get("tst-0f3b7a")

        Wraps `GET /summary_templates/{id}`.
        """
        from allo_v2.api.summary_templates import get_summary_template

        return await self._session.call(get_summary_template, one(SummaryTemplate), id=id)

    async def replace(
        self,
        id: str,
        *,
        name: str,
        call_context: str | None,
        icon: str | None,
        sections: Iterable[Section],
        idempotency_key: str | None = None,
    ) -> SummaryTemplate:
        """Replace a summary template. Every field is required, because the API clears missing ones.

        Args:
            id: The template's id.
            name: The name.
            call_context: Background for the AI, at most 4,000 characters; None for no background.
            icon: An icon, such as an emoji; None for no icon.
            sections: As for `create`.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such template.
            AlloError: See `allo_ext.errors`. The key needs the scope SUMMARY_TEMPLATES_WRITE.

        Examples:
            >>> await allo.v2.summary_templates.replace(
            ...     old.id, name="Support", call_context=old.call_context, icon=old.icon, sections=old.sections
            ... )

        Wraps `PUT /summary_templates/{id}`.
        """
        from allo_v2.api.summary_templates import update_summary_template

        return await self._session.call(
            update_summary_template,
            one(SummaryTemplate),
            idempotency_key=idempotency_key,
            id=id,
            body=Body(name=name, call_context=call_context, icon=icon, sections=_sections(sections)),
        )

    async def delete(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Delete a summary template.

        Args:
            id: The template's id.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            NotFoundError: There is no such template.
            AlloError: See `allo_ext.errors`. The key needs the scope SUMMARY_TEMPLATES_WRITE.

        Examples:
            >>> await allo.v2.summary_templates.delete("tst-0f3b7a")

        Wraps `DELETE /summary_templates/{id}`.
        """
        from allo_v2.api.summary_templates import delete_summary_template

        await self._session.call(delete_summary_template, no_content, idempotency_key=idempotency_key, id=id)


def _sections(sections: Iterable[Section] | NotGiven) -> Any:
    return objects(sections, "sections", names=("title", "instructions", "order"))
