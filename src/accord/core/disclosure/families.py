"""Measures that must be shown or withheld together, because one could be worked out from the others."""

from collections.abc import Collection, Sequence


def families(items: Sequence[Collection[str]], compared: Sequence[tuple[int, int]] = ()) -> tuple[tuple[int, ...], ...]:
    """Group measures, parts and items that share a question, or are compared in the same people.

    An index is the mean of its parts: withheld for a group, it is found from the four parts; and a part from the
    index and the three others. A contrast is the difference of its two measures. So for one family there is one
    pattern of shown cells: `suppress` is called once, with the counts of every item of the family (the smallest
    is used) and a cell all alike in any of its figures counts as all alike. Then the figures of a family are the
    same sums over people, item by item, and nothing more follows from them together than from one alone.

    `items`: the questions behind each figure. `compared`: pairs of figures whose difference is shown. Returns the
    positions of each family's figures, in order.

    >>> families([("a", "b"), ("a",), ("c",), ("d",)], compared=[(2, 3)])
    ((0, 1), (2, 3))
    """
    family = list(range(len(items)))
    shared = [(i, j) for i in range(len(items)) for j in range(i) if not set(items[i]).isdisjoint(items[j])]
    for i, j in [*shared, *compared]:
        joined, kept = max(family[i], family[j]), min(family[i], family[j])
        family = [kept if number == joined else number for number in family]
    return tuple(
        tuple(figure for figure in range(len(items)) if family[figure] == number) for number in sorted(set(family))
    )
