"""The attack on whole pictures: two hundred random partnerships, everything their pictures show."""

from dataclasses import asdict

import numpy as np
import pytest
from tests.analysis.builders import answers, frame, questionnaire
from tests.attack.linear_programme import attack
from tests.attack.read_picture import read_picture, told_apart

from accord.analysis.picture import picture

BATCHES = 20
PICTURES_A_BATCH = 10


def partnership(rng: np.random.Generator) -> dict[tuple[str, str, str], int]:
    """Staff by (organisation, sector, group): small and large organisations, some groups absent."""
    organisations, sectors, groups = rng.integers(2, 8), rng.integers(1, 4), rng.integers(2, 5)
    scale = rng.choice([8, 25, 80], size=organisations)
    return {
        (f"Organisation {i}", f"Sector {i % sectors}", f"Group {j}"): int(rng.integers(1, scale[i] + 1))
        for i in range(organisations)
        for j in range(groups)
        if rng.random() < 0.85
    }


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("framed", [True, False], ids=["frame", "no frame"])
def test_nothing_hidden_is_found(batch: int, framed: bool) -> None:
    rng = np.random.default_rng([batch, framed])
    for _ in range(PICTURES_A_BATCH // 2):
        staff = partnership(rng)
        people = {cell: int(rng.binomial(count, 0.6)) for cell, count in staff.items()}
        data = answers(people, rng=rng, asked=questionnaire(measures=("senior",), items_a_part=1))
        answered = data.dimensions["organisation"].labels  # without a frame, a picture knows of no others
        found = asdict(picture(data, frame=frame(staff) if framed else None))
        cells = [
            {"cell": dict(zip(("organisation", "sector", "group"), cell, strict=True)), "staff": count}
            for cell, count in staff.items()
            if framed or cell[0] in answered
        ]
        for measure, shown in read_picture(found, cells).items():
            assert attack(shown) == [], f"{measure} of {staff}"
        assert [problem for measure in found["measures"] for problem in told_apart(measure)] == []
