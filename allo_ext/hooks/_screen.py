"""Typed wrappers for the parts of Reacton, the base of Solara, that this package uses."""

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
    """Create a context. Its value is None outside a provider."""
    return cast("Context[T | None]", _untyped.create_context(None, name=name))


def use_context(context: Context[T]) -> T:
    """Return the value of the nearest provider."""
    return cast("T", _untyped.use_context(context))


def use_memo(make: Callable[[], T], dependencies: Sequence[object]) -> T:
    """Return a value that is computed again only if the dependencies change."""
    return cast("T", _untyped.use_memo(make, list(dependencies)))


def use_effect(effect: Callable[[], Callable[[], None] | None], dependencies: Sequence[object]) -> None:
    """Run an effect on mount and when the dependencies change. It may return a cleanup function."""
    _untyped.use_effect(effect, list(dependencies))


def use_rendering() -> Callable[[], None]:
    """Return a function that renders this component again. Thread-safe."""
    _, set_count = _untyped.use_state(0)

    def render_again() -> None:
        set_count(_next)

    return render_again


def _next(count: int) -> int:
    return count + 1


def column(children: Sequence[Element]) -> Element:
    """Return an element that shows several elements, one below the other, without gaps."""
    return cast("Element", cast(Any, solara.components.misc).Column(children=list(children), gap="0px"))
