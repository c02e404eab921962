"""Every step of the respondent's page as WCAG looks at it, light and dark, at 400 % zoom, with what is long."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests import answering, browsing
from tests.factories import Cast

from accord.booth.models import Asking

NARROW = 320  # what 1280 px are at 400 %
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
ASKED = f"""
id = "long"
title.en = "Long"
[columns]
organisation = "organisation"
group = "group"
[scales.eleven]
lowest = 0
highest = 10
dont_know = ["Cannot say"]
[scales.five]
lowest = 1
highest = 5
labels = ["Strongly disagree with every word", "Disagree", "Neither one nor the other", "Agree", "Strongly agree"]
[[measures]]
id = "m"
label.en = "How organisations work together, seen over the last twelve months in all of {LONG}"
[[items]]
id = "a"
measure = "m"
text.en = "How likely is it that you would recommend {LONG} as a place to work?"
scale = "eleven"
[[items]]
id = "b"
measure = "m"
text.en = "We are asked."
scale = "five"
"""
TARGETS = "main :is(button, summary, .opt, .tick, input[type=text], [data-do]), header a"
SMALL = """targets => [...document.querySelectorAll(targets)].filter(
    one => one.checkVisibility() && (one.offsetHeight < 44 || one.offsetWidth < 44)).map(one => one.outerHTML)"""


def looked_at(tab: Page) -> None:
    browsing.examine(tab, NARROW)
    assert tab.evaluate(SMALL, TARGETS) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_step(visit: browsing.Open, site: str, cast: Cast, colours: str) -> None:
    round = answering.opened(cast.partnership, questionnaire=ASKED, title=f"What we think of {LONG}")
    code, other = answering.codes_of(round)[:2]
    tab = visit(width=NARROW, cut=True, bypass_csp=True, color_scheme=colours)
    tab.goto(answering.page_of(site, round, "no code"))
    tab.get_by_role("link", name="A code has 16 letters").wait_for()
    looked_at(tab)
    tab.get_by_role("textbox", name="Your code").fill(code)
    tab.get_by_role("button", name="Start").click()
    tab.get_by_role("button", name="To the questions").wait_for()
    looked_at(tab)
    tab.get_by_role("button", name="To the questions").click()
    tab.get_by_text("Question 1 of 2").wait_for()
    tab.keyboard.press("8")
    assert tab.get_by_label("8", exact=True).is_checked()
    looked_at(tab)
    tab.get_by_role("button", name="Next question").click()
    tab.get_by_text("Question 2 of 2").wait_for()
    looked_at(tab)
    tab.get_by_role("button", name="See my answers").click()
    tab.get_by_role("heading", name="Ready to send?").wait_for()
    looked_at(tab)
    tab.goto("about:blank")
    tab.goto(answering.page_of(site, round, other))
    tab.get_by_role("button", name="It was me: go on with those answers").wait_for()
    looked_at(tab)
    tab.get_by_role("button", name="It was me: go on with those answers").click()
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_role("button", name="Try now").wait_for()
    looked_at(tab)
    tab.context.set_offline(False)
    tab.get_by_role("heading", name="Thank you.").wait_for()
    looked_at(tab)
    tab.reload()
    tab.get_by_role("heading", name="You have answered").wait_for()
    looked_at(tab)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_other_pages(visit: browsing.Open, site: str, cast: Cast, colours: str) -> None:
    round = answering.opened(cast.partnership, questionnaire=ASKED, title=f"What we think of {LONG}")
    tab = visit(width=NARROW, bypass_csp=True, color_scheme=colours)
    tab.clock.install()
    tab.goto(answering.page_of(site, round, way="/shared"))
    tab.get_by_role("textbox", name="Your code").fill("7K2M")
    tab.clock.fast_forward(90_000)
    tab.get_by_role("dialog").wait_for()
    looked_at(tab)
    tab.goto(answering.page_of(site, round, way="/plain"))
    looked_at(tab)
    tab.get_by_role("button", name="To the questions").click()
    tab.get_by_role("link", name="Enter your code.").click()
    looked_at(tab)
    tab.get_by_role("textbox", name="Your code").fill(answering.codes_of(round)[0])
    tab.get_by_role("button", name="To the questions").click()
    looked_at(tab)
    tab.get_by_role("button", name="Send my answers").click()
    looked_at(tab)
    tab.goto(f"{site}/a/0000000000")
    looked_at(tab)
    answering.close(round)
    tab.goto(answering.page_of(site, round))
    looked_at(tab)
    tomorrow = timezone.now() + timedelta(days=1)
    Asking.objects.filter(id=round.asking_id).update(opens_at=tomorrow, closes_at=tomorrow + timedelta(days=9))
    answering.askings.doors.forget()
    tab.reload()
    tab.get_by_text("This opens on").wait_for()
    looked_at(tab)
