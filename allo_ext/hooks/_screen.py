"""What this package needs of Reacton, on which Solara stands, with the types that are meant.

Everything here passes on; what is not typed there ends here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import reacton.core
import solara.components.misc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

Element: TypeAlias = reacton.core.Element[Any]
Context: TypeAlias = reacton.core.UserContext[T]
_untyped = cast(Any, reacton.core)
component = cast("Callable[[Callable[..., Element]], Callable[..., Element]]", _untyped.component)


def new_context(name: str) -> Context[T | None]:
    """Return a context: what a component provides to those below it, None where none does."""
    return cast("Context[T | None]", _untyped.create_context(None, name=name))


def use_context(context: Context[T]) -> T:
    """Return what the next component above provides."""
    return cast("T", _untyped.use_context(context))


def use_memo(make: Callable[[], T], dependencies: Sequence[object]) -> T:
    """Return what was made when the dependencies were last others."""
    return cast("T", _untyped.use_memo(make, list(dependencies)))


def use_effect(effect: Callable[[], Callable[[], None] | None], dependencies: Sequence[object]) -> None:
    """Act when the component is on the screen, and again when the dependencies change; what it returns undoes it."""
    _untyped.use_effect(effect, list(dependencies))


def use_rendering() -> Callable[[], None]:
    """Return what has this component rendered again, from any thread."""
    _, set_count = _untyped.use_state(0)

    def render_again() -> None:
        set_count(_next)

    return render_again


def _next(count: int) -> int:
    return count + 1


def column(children: Sequence[Element]) -> Element:
    """Return one element that shows several, one below the other, with nothing between."""
    return cast("Element", cast(Any, solara.components.misc).Column(children=list(children), gap="0px"))
