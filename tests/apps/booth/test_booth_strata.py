"""Strata as they are named, and the head counts that the picture will read."""

from hypothesis import assume, given
from hypothesis import strategies as st

from accord.analysis.reading.files import Raw
from accord.analysis.reading.frames import frame_from
from accord.booth import analysis
from accord.booth.analysis import SEVERAL, Cell
from accord.questionnaires.bank import compose

QUESTIONNAIRE = compose(["safety"], id="t", title={"en": "T"})
CELLS = st.dictionaries(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["", "Nurses", "Porters", "x" * 60, "y" * 60])),
    st.integers(1, 30),
    min_size=1,
)
SECTORS = {"A": "health", "B": "government", "C": "voluntary", "D": "health", "E": "private"}


def strata(sizes: dict[tuple[str, str], int]) -> tuple[Cell, ...]:
    cells = [Cell(name, SECTORS[name], group, size) for (name, group), size in sizes.items()]
    return analysis.strata(cells, minimum=10).strata


@given(CELLS)
def test_head_counts_of_any_strata_can_be_read(sizes: dict[tuple[str, str], int]) -> None:
    assume(sum(sizes.values()) >= 10)
    made = strata(sizes)
    assert len({(one.organisation, one.group) for one in made}) == len(made)
    assert min(one.headcount for one in made) >= 10
    read = frame_from(Raw("frame.csv", analysis.frame(made).encode()), QUESTIONNAIRE)
    assert read.staff.sum() == sum(sizes.values())


def test_small_organisations_are_several_together_in_one_sector_or_none() -> None:
    sizes = {("A", "Nurses"): 6, ("A", "Porters"): 3, ("B", "Nurses"): 6, ("B", "Porters"): 3, ("C", "Porters"): 7}
    made = [one for one in strata(sizes) if one.organisation == SEVERAL]
    assert {one.group: one.headcount for one in made} == {"Nurses": 12, "Porters": 13}
    assert {one.sector for one in made} == {""}
