"""Small rounds to try the picture on."""

from collections.abc import Sequence

import numpy as np

from accord.analysis.tables import Answers, Dimension, Frame
from accord.questionnaires.model import Item, Measure, Part, Questionnaire, Scale

AGREE = Scale("agree5")


def questionnaire(*, measures: Sequence[str] = ("senior", "direct"), items_a_part: int = 2) -> Questionnaire:
    """Measures with all four parts of the trust equation."""
    items = tuple(
        Item(
            f"{measure}_{part}_{i}",
            measure,
            f"{measure}_{part}_{i}",
            {"en": f"{measure} {part} {i}"},
            AGREE,
            polarity=-1 if part is Part.SELF_ORIENTATION else 1,
            part=part,
        )
        for measure in measures
        for part in Part
        for i in range(items_a_part)
    )
    named = tuple(Measure(measure, {"en": measure.title()}) for measure in measures)
    return Questionnaire("try", {"en": "Trial"}, named, items, crossings=(("organisation", "group"),))


def dimension(name: str, values: Sequence[str]) -> Dimension:
    """Where each person belongs, from one word each; an empty word is not known."""
    labels = tuple(sorted({value for value in values if value}))
    index = {label: i for i, label in enumerate(labels)}
    return Dimension(name, labels, np.array([index.get(value, -1) for value in values], dtype=np.int32))


def answers(
    sizes: dict[tuple[str, str, str], int],
    *,
    rng: np.random.Generator,
    higher: dict[str, float] | None = None,
    asked: Questionnaire | None = None,
) -> Answers:
    """So many people in each (organisation, sector, group), answering around 3; `higher` lifts organisations."""
    asked = asked or questionnaire()
    people = [key for key, size in sizes.items() for _ in range(size)]
    lift = np.array([(higher or {}).get(organisation, 0.0) for organisation, _, _ in people])
    level = 3 + lift + rng.normal(0, 0.7, len(people))
    sign = np.array([item.polarity for item in asked.items])
    trust = level[:, None] + rng.normal(0, 0.6, (len(people), len(asked.items)))
    codes = np.clip(np.round(np.where(sign > 0, trust, 6 - trust)), 1, 5)
    dimensions = {
        name: dimension(name, [person[i] for person in people])
        for i, name in enumerate(("organisation", "sector", "group"))
    }
    return Answers(asked, codes, np.zeros(codes.shape, dtype=np.bool_), dimensions, digest="0" * 64)


def frame(staff: dict[tuple[str, str, str], int]) -> Frame:
    """Head counts of each (organisation, sector, group)."""
    columns = zip(*staff, strict=True)
    labels = {name: tuple(column) for name, column in zip(("organisation", "sector", "group"), columns, strict=True)}
    return Frame(labels, np.array(list(staff.values()), dtype=np.int64))
