"""The PDF: tagged, titled, in the reader's language, with the words of the page."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.report import samples

from accord.report.pdf import pdf


def words(made: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("name", sorted(samples.ALL.keys() - {"long"}))
def test_every_sample_becomes_a_tagged_pdf(name: str) -> None:
    made = pdf(samples.ALL[name]())
    catalog = PdfReader(BytesIO(made)).root_object
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert "/StructTreeRoot" in catalog


def test_it_claims_the_accessible_standard_and_has_a_title() -> None:
    made = pdf(samples.partnership())
    reader = PdfReader(BytesIO(made))
    assert b"pdfuaid:part" in reader.root_object["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Trust is higher in direct managers than in senior leaders. – Accord"


def test_the_words_of_the_page_are_in_it() -> None:
    told = words(pdf(samples.partnership()))
    for sentence in (
        "Trust is higher in direct managers than in senior leaders.",
        "Of 55 pairs, 27 can be told apart. That allows for having looked at all 55.",
        "withheld: fewer than 10 answered, or all alike",
        "Trust in senior leaders: higher than in the round before, by 2 to 5 points.",
        "Fictional data. No organisation or person on this page is real.",
        "averages of ratios mislead",
    ):
        assert sentence in told


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert pdf(samples.many(49)) == pdf(samples.many(49))


def test_it_speaks_welsh() -> None:
    made = pdf(samples.partnership(), language="cy")
    assert PdfReader(BytesIO(made)).root_object["/Lang"] == "cy"
    assert "Mae’r cyfieithiad hwn yn aros am adolygiad gan siaradwr." in words(made)


def test_hostile_names_are_words() -> None:
    made = pdf(samples.hostile())
    told = words(made)
    assert samples.HOSTILE[0] in told
    assert "A" * 120 in told.replace(" ", "")
    assert samples.HOSTILE[4] in told
