"""The mutation hook of a method of the client."""

from __future__ import annotations

import inspect
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from allo_ext.hooks._mutation import Cell, Mutation
from allo_ext.hooks._provider import use_store
from allo_ext.hooks._screen import use_effect, use_memo, use_rendering

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from allo_ext import AsyncAlloClient

P = ParamSpec("P")
T = TypeVar("T")
Resource = TypeVar("Resource")


class MutationHook(Protocol[P, T]):
    """A mutation hook."""

    def __call__(self, *, on_success: Callable[[T], Any] | None = None) -> Mutation[Callable[P, bool], T]:
        """Return the mutation at this render.

        Args:
            on_success: Called with the result, unless the component has been unmounted.
        """
        ...


def mutation_hook(
    name: str,
    method: Callable[Concatenate[Resource, P], Awaitable[T]],
    resource: str,
    changes: tuple[str, ...],
    of_one: tuple[str, str] | None = None,
) -> MutationHook[P, T]:
    """Make a mutation hook from a method of the client.

    Args:
        name: The name of the hook.
        method: The method. `mutate` takes its arguments.
        resource: The client's resource that has the method, such as `sms` or `v2.items`.
        changes: The topics to refetch afterwards.
        of_one: A topic and the name of an argument: only the queries of this topic about the ID in this argument are
            refetched.
    """
    called = method.__name__
    parameters = inspect.signature(method)

    def use(*, on_success: Callable[[T], Any] | None = None) -> Mutation[Callable[P, bool], T]:
        cell = _use_cell(on_success)

        def mutate(*args: P.args, **kwargs: P.kwargs) -> bool:
            given = parameters.bind(None, *args, **kwargs).arguments  # a wrong argument raises a TypeError immediately

            def work(allo: AsyncAlloClient) -> Awaitable[T]:
                return cast("Awaitable[T]", getattr(attrgetter(resource)(allo), called)(*args, **kwargs))

            return cell.act(work, changes, of_one=None if of_one is None else (of_one[0], given[of_one[1]]))

        state = cell.state
        return Mutation(
            mutate=mutate,
            data=state.data,
            is_pending=state.is_pending,
            is_success=state.is_success,
            error=state.error,
            reset=cell.reset,
        )

    use.__doc__ = f"Use a mutation that calls `allo.{resource}.{called}`."
    use.__name__ = use.__qualname__ = name
    return use


def _use_cell(on_success: Callable[[T], Any] | None) -> Cell[T]:
    """Return the mutation of this component, which is kept between renders."""
    store = use_store()
    render_again = use_rendering()

    def new() -> Cell[T]:
        return Cell(store)

    cell = use_memo(new, [store])
    cell.on_success = on_success  # the one of the last render
    use_effect(lambda: cell.attach(render_again), [cell])
    return cell
