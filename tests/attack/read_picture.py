"""A picture's JSON as the attacker reads it: one plain dict per measure, for `tests.attack.linear_programme`."""

from collections.abc import Iterator
from typing import Any

Plain = dict[str, Any]


def read_picture(picture: Plain, staff: list[Plain]) -> dict[str, Plain]:
    """What each measure shows, by its id.

    `picture`: a `Picture` as `dataclasses.asdict` gives it, or its JSON. `staff`: the public head counts of the
    finest groups, `[{"cell": {"organisation": …, "sector": …, "group": …}, "staff": 12}, …]`; where people's
    group is not known, also such cells with a level that no row is about, and `"staff": None`.
    Figures that others published are passed over: what they rest on is theirs.
    """
    return {measure["id"]: _read(measure, picture, staff) for measure in picture["measures"]}


def _read(measure: Plain, picture: Plain, staff: list[Plain]) -> Plain:
    figures = list(_figures(measure))
    shown = [
        {"cell": cell, "n": figure["n"], "mean": figure["value"]}
        for cell, figure in figures
        if "value" in figure and figure["n"] is not None
    ]
    withheld = [{"cell": cell, "reason": str(figure["reason"])} for cell, figure in figures if "reason" in figure]
    return {
        "minimum": picture["made"]["minimum_group"],
        "step": 1.0,
        "staff": staff,
        "shown": shown,
        "withheld": withheld,
        "left_out": sorted({row["cell"]["organisation"] for row in withheld if set(row["cell"]) == {"organisation"}}),
        "additive": picture["made"]["weighting"] == "none",
    }


def _figures(measure: Plain) -> Iterator[tuple[dict[str, str], Plain]]:
    """Each cell of a measure that stands in the picture, with its figure."""
    yield {}, measure["overall"]
    for breakdown in measure["breakdowns"]:
        for row in breakdown["rows"]:
            yield {breakdown["dimension"]: row["name"]}, row["figure"]
    for crossing in measure["crossings"]:
        across, down = crossing["dimensions"]
        for name, line in zip(crossing["rows"], crossing["cells"], strict=True):
            for column, figure in zip(crossing["columns"], line, strict=True):
                if figure is not None:
                    yield {across: name, down: column}, figure


def told_apart(measure: Plain) -> list[str]:
    """Sentences about what a measure shows that its withheld cells should have kept out: none, if all is well.

    Counts beside a withheld figure, ranks and pairs of withheld rows, and an `answered` that is not the figure's
    own count are not sums over cells, so that no linear programme sees them.
    """
    problems = []
    for breakdown in measure["breakdowns"]:
        hidden = {row["name"] for row in breakdown["rows"] if "reason" in row["figure"]}
        ranked = sum(row["place"] is not None for row in breakdown["rows"])
        for row in breakdown["rows"]:
            if row["name"] in hidden and (row["answered"] is not None or row["place"] is not None):
                problems.append(f"{row['name']} is withheld, and its count or place is shown.")
            if row["name"] not in hidden and row["answered"] not in (None, row["figure"]["n"]):
                problems.append(f"{row['name']} rests on {row['figure']['n']} people, and {row['answered']} are shown.")
            if row["place"] is not None and row["place"][1] > ranked:
                problems.append(f"{row['name']} is ranked among withheld ones.")
        problems += [f"{name} is withheld, and compared." for name in sorted(hidden & _compared(breakdown))]
    return problems


def _compared(breakdown: Plain) -> set[str]:
    """Everyone named in the comparisons of a breakdown."""
    comparison = breakdown["comparison"]
    if comparison is None:
        return set()
    pairs = [comparison[name] for name in ("widest", "overturned_example", "closest")]
    return {pair[side] for pair in pairs if pair for side in ("a", "b")} | set(comparison["first_places"])
