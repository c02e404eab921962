"""Reading rosters: what is forgiven, what is refused, and where; and what comparing one with another finds."""

import io

import polars as pl
import pytest
from tests.rounds import workbook

from accord.analysis.reading.files import Raw
from accord.analysis.reading.roster import PERSON, SECTORS, Roster, roster_from
from accord.analysis.rosters import KEPT, compare
from accord.people.states import Sector
from accord.questionnaires.problems import InputError

HEAD = "organisation,reference,name,email,staff_group,site,leads\n"


def read(text: str | bytes, name: str = "roster.csv") -> Roster:
    return roster_from(Raw(name, text if isinstance(text, bytes) else text.encode()))


def wrong(text: str | bytes, name: str = "roster.csv") -> list[str]:
    with pytest.raises(InputError) as error:
        read(text, name)
    return str(error.value).splitlines()


def rows(roster: Roster) -> list[tuple[object, ...]]:
    return roster.people.rows()


def test_the_sectors_are_those_of_organisations() -> None:
    assert set(SECTORS.values()) == set(Sector.values)


def test_a_row_holds_what_is_known_of_a_person() -> None:
    found = read(HEAD + "Alder,17,Ann Archer,ANN@Alder.example,Nursing,North,Ward 7\n")
    assert rows(found) == [("Alder", "17", "Ann Archer", "ann@alder.example", "Nursing", "North", "Ward 7", 2)]
    assert found.given == tuple(PERSON)


@pytest.mark.parametrize(
    "text",
    [
        "Organisation;Reference;Staff Group\n Alder  Hospital ;17;Nursing\n",
        "ORGANIZATION\tPayroll number\tstaff-group\nAlder Hospital\t17\tNursing\n",
        "\ufefforganisation,reference,Staff_group\nAlder Hospital,17,Nursing\n",
    ],
)
def test_headers_separators_and_spaces_are_forgiven(text: str) -> None:
    assert rows(read(text)) == [("Alder Hospital", "17", "", "", "Nursing", "", "", 2)]


def test_utf_16_and_windows_are_read() -> None:
    text = "organisation,reference,name\nAlder,1,Siân\n"
    for encoding in ("utf-16", "cp1252"):
        assert read(text.encode(encoding)).people["name"].to_list() == ["Siân"]


def test_workbooks_and_parquet_are_read() -> None:
    cells = [["Organisation", "Reference", "Name"], ["Alder", "1", "Ann"], ["Alder", "2", "Bob"]]
    out = io.BytesIO()
    pl.DataFrame(cells[1:], schema=cells[0], orient="row").write_parquet(out)
    for data, name in ((workbook(cells), "roster.xlsx"), (out.getvalue(), "roster.parquet")):
        assert read(data, name).people["name"].to_list() == ["Ann", "Bob"]


def test_emoji_and_every_script_are_kept() -> None:
    name = "Zoë 🦉 Ω 李"
    assert read(HEAD + f"Alder,1,{name},,,,\n").people["name"].to_list() == [name]


def test_one_written_two_ways_is_one_organisation() -> None:
    found = read("organisation,reference,sector,kind\nAlder,1,,\nALDER,2,Voluntary Sector,hospice\n")
    assert found.people["organisation"].to_list() == ["Alder", "Alder"]
    assert found.places.rows() == [("Alder", "voluntary", "hospice")]


def test_empty_rows_are_passed_over_and_rows_keep_their_number() -> None:
    assert read("organisation,reference\nAlder,1\n,\nAlder,2\n").people["row"].to_list() == [2, 4]


def test_what_is_wrong_is_said_by_row_and_column() -> None:
    said = wrong(
        "Organisation,Ref erence,E-mail,Site\n"
        ",1,,\n"
        "Alder,,,\n"
        "Alder,2,nobody,\n"
        "Alder,3,a@b.example,\n"
        "Alder,3,A@B.example,\n"
        f"Alder,4,,{'x' * 81}\n"
        f"Alder,5,{'x' * 250}@b.example,\n"
    )
    assert said == [
        "roster.csv, row 8, column E-mail: This cell has more than 254 characters.",
        "roster.csv, row 7, column Site: This cell has more than 80 characters.",
        "roster.csv, row 2, column Organisation: Every row needs an organisation. This one has none.",
        "roster.csv, row 3, column Ref erence: Every row needs a reference or an e-mail address. This one has neither.",
        "roster.csv, row 4, column E-mail: «nobody» is no e-mail address. One looks like name@example.org.",
        "roster.csv, row 6, column E-mail: The address «A@B.example» stands in an earlier row, too.",
        "roster.csv, row 6, column Ref erence: The reference «3» stands in an earlier row of the same organisation, "
        "too.",
    ]


def test_fifty_bad_rows_are_named_ten_of_a_kind_and_counted() -> None:
    said = wrong("organisation,email\n" + "".join(f"Alder,bad{i}\n" for i in range(50)))
    assert len(said) == 11
    assert said[-1] == "… and 40 more."


def test_the_same_reference_in_two_organisations_is_two_people() -> None:
    assert len(rows(read("organisation,reference\nAlder,1\nBirch,1\n"))) == 2


def test_nul_in_a_parquet_file_is_refused() -> None:
    out = io.BytesIO()
    pl.DataFrame({"organisation": ["Alder"], "reference": ["1\0"]}).write_parquet(out)
    assert "holds a character that cannot be written" in wrong(out.getvalue(), "roster.parquet")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("organisation,reference,Ref-Erence\nA,1,2\n", "The columns «reference» and «Ref-Erence» mean the same."),
        ("organisation,name\nA,B\n", "A column «reference» or «email» is needed"),
        ("place,reference\nA,1\n", "The column «organisation» is missing."),
        ("organisation,reference,sector\nA,1,church\n", "row 2, column sector: «church» is no sector."),
        ("organisation,reference,sector\nA,1,health\nA,2,private\n", "row 3, column sector: «A» is in another sector"),
        ("organisation,reference\n" + "".join(f"O{i},1\n" for i in range(1001)), "names 1001 organisations"),
        ('organisation,reference\nA,"1\n', "A quotation mark opens"),
    ],
)
def test_what_cannot_be_a_roster_is_refused(text: str, said: str) -> None:
    assert said in "\n".join(wrong(text))


def test_who_has_no_reference_is_found_by_address_alone() -> None:
    kept = pl.DataFrame(
        [("a", "Alder", "17", "Ann", "ann@a.example", "Nursing", "", "", False)], schema=KEPT, orient="row"
    )
    changes = compare(read("organisation,email\nAlder,ann@a.example\n"), kept, organisations=["Alder"])
    assert changes.rows.is_empty()
    moved = compare(read("organisation,email\nBirch,ann@a.example\n"), kept, organisations=["Alder"])
    assert moved.rows.select("change", "organisation", "reference", "staff_group").rows() == [
        ("changed", "Birch", "", "Nursing")
    ]
    assert [(place.name, place.new, place.staff) for place in moved.places] == [("Alder", False, 0), ("Birch", True, 1)]


def test_the_digest_stands_for_what_would_be_done() -> None:
    nobody = pl.DataFrame(schema=KEPT)
    one, same, other = (
        compare(read(f"organisation,reference\n{place},1\n"), nobody, organisations=[]).digest
        for place in ("Alder", "Alder", "Birch")
    )
    assert one == same != other
