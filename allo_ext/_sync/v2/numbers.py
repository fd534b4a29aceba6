# Written by scripts/unasync.py from allo_ext/_async/v2/numbers.py: change it there, then `make generate`.
"""The account's phone numbers and sender ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allo_ext._wire.body import Body
from allo_ext._wire.envelope import many, one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.errors import InvalidArgumentError
from allo_ext.v2 import Number, NumberDefault, NumberType

if TYPE_CHECKING:
    import builtins

    from allo_ext._sync.session import Session

Kind = NumberType | Literal["NUMBER", "SENDER_ID"]


class Numbers:
    """The account's phone numbers and sender ids (https://help.withallo.com/en/api-reference/v2/numbers/list-numbers)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, type: Kind | NotGiven = NOT_GIVEN) -> builtins.list[Number]:
        """Return the account's phone numbers and sender ids.

        Args:
            type: Only entries of this type; filtered here, because the API has no filter. A sender id has no number.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope PHONE_NUMBERS_READ.

        Examples:
            >>> [line.number for line in allo.v2.numbers.list(type="NUMBER")]

        Wraps `GET /numbers`.
        """
        from allo_v2.api.numbers import list_numbers

        kinds = tuple(map(str, NumberType))
        if type is not NOT_GIVEN and type not in kinds:
            raise InvalidArgumentError(field="type", problem=f"must be one of {', '.join(kinds)}")
        numbers = self._session.call(list_numbers, many(Number))
        return [number for number in numbers if type is NOT_GIVEN or number.type == type]

    def set_default_summary_template(
        self, number: str, *, template_key: str | None, idempotency_key: str | None = None
    ) -> NumberDefault:
        """Set the summary template for the future calls of a number, or clear it.

        Args:
            number: A phone number of the account, E.164.
            template_key: The id of a summary template, such as `tst-0f3b7a`; None clears the default.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such number or template.
            AlloError: See `allo_ext.errors`. The key needs the scope SUMMARY_TEMPLATES_WRITE.

        Examples:
            >>> allo.v2.numbers.set_default_summary_template("+12025550143", template_key="tst-0f3b7a")

        Wraps `PUT /numbers/{number}/default_summary_template`.
        """
        from allo_v2.api.numbers import set_number_default_summary_template

        try:
            return self._session.call(
                set_number_default_summary_template,
                one(NumberDefault),
                idempotency_key=idempotency_key,
                number=number,
                body=Body(summary_template_id=template_key),
            )
        except InvalidArgumentError as error:
            if error.field != "summary_template_id":
                raise
            raise InvalidArgumentError(field="template_key", problem=error.problem) from None
