"""The apps that ask people through the booth; each registers itself in `AppConfig.ready`."""

from collections.abc import Callable

from accord.booth.models import Asking

ADDRESSES: dict[str, Callable[[Asking], str]] = {}


def register(name: str, address: Callable[[Asking], str]) -> None:
    """Let `address(asking)` say where the app shows an asking of its own."""
    if name in ADDRESSES:
        raise ValueError(f"The owner {name!r} is registered twice.")
    ADDRESSES[name] = address


def address(asking: Asking) -> str:
    """Where the app that asks shows this asking."""
    return ADDRESSES[asking.owner](asking)
