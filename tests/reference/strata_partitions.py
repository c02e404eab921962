"""The slow twin of merging: every way to put the groups of an organisation together."""

from collections.abc import Iterator, Sequence


def most_strata(staff: Sequence[int], minimum: int) -> int:
    """The most strata of at least `minimum` people that these groups can make; 0 where there is no way."""
    return max((len(parts) for parts in _partitions(staff) if all(sum(p) >= minimum for p in parts)), default=0)


def _partitions(values: Sequence[int]) -> Iterator[list[list[int]]]:
    if not values:
        yield []
        return
    first, rest = values[0], values[1:]
    for parts in _partitions(rest):
        yield [[first], *parts]
        for i in range(len(parts)):
            yield [*parts[:i], [first, *parts[i]], *parts[i + 1 :]]
