"""The page: self-contained, structured, safe, light."""

import gzip
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from tests.report import samples
from tests.report.reading import Element, read

from accord.report.page import fragment, page, styles


@cache
def rendered(name: str, language: str = "en") -> str:
    return page(samples.ALL[name](), language=language)


@cache
def parsed(name: str, language: str = "en") -> tuple[Element, list[Element]]:
    return read(rendered(name, language))


EVERY = pytest.mark.parametrize("name", sorted(samples.ALL))
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


@EVERY
@LANGUAGES
def test_nothing_runs_and_nobody_is_asked(name: str, language: str) -> None:
    _, elements = parsed(name, language)
    assert not [e for e in elements if e.tag in {"script", "link", "img", "iframe", "object", "form", "base"}]
    for element in elements:
        assert not {"style", "src", "srcset", "action"} & element.attributes.keys(), element
        assert not [key for key in element.attributes if key.startswith("on")], element
        assert element.attributes.get("href", "#main").startswith("#")
    assert "url(" not in styles()
    assert "@import" not in styles()


@EVERY
def test_the_policy_allows_this_style_alone(name: str) -> None:
    html = rendered(name)
    style = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    digest = b64encode(sha256(style[0].encode()).digest()).decode()
    assert len(style) == 1
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in html


@EVERY
@LANGUAGES
def test_ids_are_unique_and_labels_point_to_them(name: str, language: str) -> None:
    _, elements = parsed(name, language)
    ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {e.attributes["aria-labelledby"] for e in elements if "aria-labelledby" in e.attributes} <= set(ids)
    assert {e.attributes["href"] for e in elements if "href" in e.attributes} <= {f"#{id}" for id in ids}


@EVERY
def test_headings_come_in_order(name: str) -> None:
    _, elements = parsed(name)
    levels = [int(e.tag[1]) for e in elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@EVERY
def test_beside_every_drawing_stand_a_sentence_and_a_table(name: str) -> None:
    root, _ = parsed(name)
    figures = root.all("figure")
    assert figures
    for figure in figures:
        section = _section(figure)
        titles = section.all("h1", "h2", "h3")
        assert titles[0].text
        assert [table for table in section.all("table") if table.attributes["class"] == "plain"], titles[0].text
        assert figure.attributes["aria-label"]


def _section(element: Element) -> Element:
    """The nearest section, or the head of the page."""
    at = element
    while at.tag != "section" and at.attributes.get("class") != "head":
        assert at.parent is not None
        at = at.parent
    return at


@EVERY
def test_every_table_has_a_caption_and_full_rows(name: str) -> None:
    root, _ = parsed(name)
    for table in root.all("table"):
        widths = {len(row.all("th", "td")) for row in table.all("tr")}
        assert len(widths) == 1
        if table.attributes["class"] == "plain":
            assert table.all("caption")[0].text
        assert all(th.attributes["scope"] in {"row", "col"} for th in table.all("th"))


@EVERY
def test_names_stay_names(name: str) -> None:
    html = rendered(name)
    assert "<script" not in html
    if name == "hostile":
        root, _ = parsed(name)
        for hostile in samples.HOSTILE:
            assert [e for e in root.all("bdi") if hostile in e.text], hostile


def test_the_drawing_knows_no_more_than_the_words() -> None:
    _, elements = read(page(samples.partnership()))
    places = [e.attributes[key] for e in elements if e.tag in {"rect", "circle"} for key in ("x", "cx", "width")
              if e.attributes.get(key, "").endswith("%")]  # fmt: skip
    assert len(places) > 100
    assert all(re.fullmatch(r"\d{1,3}%", place) for place in places)


def test_bars_never_leave_the_axis() -> None:
    _, elements = read(page(samples.many(49)))
    bars = [e.attributes for e in elements if e.tag == "rect" and e.attributes.get("x", "").endswith("%")]
    ends = [(int(bar["x"][:-1]), int(bar["x"][:-1]) + int(bar["width"][:-1])) for bar in bars if "width" in bar]
    assert ends
    assert all(0 <= low <= high <= 100 for low, high in ends)


def test_withheld_rows_draw_nothing_and_say_why() -> None:
    root, _ = read(page(samples.all_withheld()))
    rows = [li for ol in root.all("ol") for li in ol.all("li")]
    assert len(rows) == 4
    assert all("withheld: fewer than 10 answered, or all alike" in row.text for row in rows)
    assert not [row for row in rows if row.all("rect", "circle")]


def test_a_published_figure_is_a_dot_without_a_bar() -> None:
    root, _ = read(page(samples.summaries()))
    rows = root.all("figure")[0].all("li")[1:]
    assert len(rows) == 4
    assert all(len(row.all("circle")) == 1 and not row.all("rect") for row in rows)


def test_without_a_frame_there_is_no_silent_range() -> None:
    html = page(samples.many(49))
    assert 'class="w"' not in html
    assert "How many were silent is not known" in html
    assert 'class="w"' in page(samples.partnership())


def test_the_line_breaks_where_years_are_missing() -> None:
    root, _ = read(page(samples.summaries()))
    plot = root.all("figure")[1]
    assert len(plot.all("polyline")) == 2
    assert len(plot.all("polygon")) == 2
    assert "2017" in plot.text


def test_figures_that_may_not_be_compared_are_never_drawn() -> None:
    root, _ = read(page(samples.partnership()))
    history = next(s for s in root.all("section") if s.attributes["aria-labelledby"] == "elsewhere-history")
    assert not history.all("svg")
    assert "Government" in history.text
    beside = page(samples.summaries())
    assert beside.count('class="s"') == 3  # two years, and the key


def test_long_lists_are_folded_on_one_axis() -> None:
    root, _ = read(page(samples.many(220)))
    chart = root.all("figure")[1]
    assert len(chart.all("details")) == 9
    assert [d for d in chart.all("details") if "open" in d.attributes] == [chart.all("details")[0]]
    assert len([li for ol in chart.all("ol") for li in ol.all("li")]) == 220
    assert chart.text.count("0 20 40 60 80 100") + chart.text.count("020406080100") == 1


def test_fictional_data_is_said_once_on_the_page_and_in_the_fragment() -> None:
    said = "No organisation or person on this page is real."
    assert page(samples.partnership()).count(said) == 1
    assert fragment(samples.partnership()).count(said) == 1
    assert said not in page(samples.many(49))


def test_the_fragment_is_what_stands_in_main() -> None:
    whole, part = page(samples.many(49)), fragment(samples.many(49))
    assert str(part) in whole
    assert "<main" not in part
    assert "<style" not in part


def test_welsh_says_that_it_awaits_review() -> None:
    html = page(samples.partnership(), language="cy")
    assert '<html lang="cy">' in html
    assert "Mae’r cyfieithiad hwn yn aros am adolygiad gan siaradwr." in html
    assert "Ymddiriedaeth ar draws y bartneriaeth" in html


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match=r"must be 'en' or 'cy'. Got 'fr' instead."):
        page(samples.partnership(), language="fr")


@pytest.mark.parametrize(
    ("picture", "kilobytes", "packed"),
    [(samples.partnership, 100, 18), (lambda: samples.many(49), 60, 14), (lambda: samples.many(220), 130, 20),
     (lambda: samples.many(220, crossed=8), 450, 45), (samples.summaries, 220, 35)],
    ids=["12", "49", "220", "220 by 8", "100 over 9 years"],
)  # fmt: skip
def test_pages_stay_light(picture: samples.Maker, kilobytes: int, packed: int) -> None:
    html = page(picture()).encode()
    assert len(html) < 1000 * kilobytes
    assert len(gzip.compress(html)) < 1000 * packed
