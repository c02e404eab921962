"""The respondent's page in a browser: from the link to an answer that came in, whatever goes wrong on the way."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route
from tests import answering, browsing
from tests.factories import Cast

from accord.booth.models import Admission, Asking, Received
from accord.booth.states import Way
from accord.rounds import analysis
from accord.rounds.models import Round

MOST_BYTES, MOST_REQUESTS = 100_000, 20
CHOSEN = ["Agree", "", "Strongly disagree"]
CODED = [0, 0, 4, -32767, 1]  # stratum and form, then the answers; -32767 is none
TRYING_AGAIN = "Not sent yet."


@pytest.fixture
def round(cast: Cast, site: str) -> Round:
    return answering.opened(cast.partnership)


@pytest.fixture
def link(site: str, round: Round) -> str:
    return answering.page_of(site, round, answering.codes_of(round)[0])


def kept(tab: Page) -> list[str]:
    """The names of what the page keeps on the device."""
    return tab.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")


def once(tab: Page, what: str) -> list[str]:
    """Let the server hear the next request of a kind, and lose its reply; the bodies of all come to the list."""
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(route.request.post_data)
        if len(sent) > 1:
            return route.continue_()
        route.fetch()
        return route.abort()

    tab.route(f"**/{what}", lose)
    return sent


def test_by_keyboard_on_a_phone_and_nothing_else_gets_out(visit: browsing.Open, link: str, round: Round) -> None:
    asked: list[Request] = []
    tab = visit(width=360, reduced_motion="reduce")
    tab.on("request", lambda request: asked.append(request))
    code = urlsplit(link).fragment
    tab.goto(link)
    tab.get_by_role("button", name="Start").focus()
    assert tab.url == link.split("#")[0], "the code is out of the address"
    tab.keyboard.press("Enter")
    tab.get_by_text("Porters, Alder Hospital").wait_for()
    tab.get_by_text("12 people are counted together there.").wait_for()
    tab.get_by_role("button", name="To the questions").focus()
    tab.keyboard.press("Enter")
    for number, keys in enumerate([["4", "Enter"], ["Tab", "Enter"], ["Tab", "Space", "Enter"]], start=1):
        tab.get_by_text(f"Question {number} of 3").wait_for()
        tab.locator("[data-step=question] h1:focus").wait_for()
        for key in keys:
            tab.keyboard.press(key)
    tab.get_by_role("heading", name="Ready to send?").wait_for()
    tab.get_by_text("2 of 3 questions answered.").wait_for()
    tab.get_by_role("button", name="Send my answers").focus()
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Thank you. Your answers were received.").wait_for()
    assert answering.received(round) == [CODED]
    assert Admission.objects.count() == 1
    assert [request.url for request in asked if code in request.url] == []
    exchanged = [request for request in asked if request.method == "POST"]
    assert [urlsplit(request.url).path.rsplit("/")[-1] for request in exchanged] == ["look", "admit", "answer"]
    assert code not in exchanged[-1].post_data
    assert tab.context.cookies() == []
    for request in asked:
        assert not {"cookie", "referer"} & set(request.all_headers())
        assert "set-cookie" not in request.response().all_headers()
    assert kept(tab) == [f"accord-answer-{round.asking.door}-done"]
    assert code not in tab.evaluate("JSON.stringify([localStorage, history.state, location.href])")


def test_what_is_sent_carries_no_session(visit: browsing.Open, cast: Cast, link: str, round: Round) -> None:
    asked: list[Request] = []
    tab = visit(cast.coordinator)
    tab.on("request", lambda request: asked.append(request))
    tab.goto(link)
    assert tab.get_by_text("Sign out").count() == 0
    answering.to_questions(tab)
    answering.choose(tab, CHOSEN)
    answering.send(tab)
    assert "session" in {cookie["name"] for cookie in tab.context.cookies()}
    exchanged = [request.all_headers() for request in asked if request.method == "POST"]
    assert len(exchanged) == 3
    assert not any({"cookie", "referer", "authorization"} & set(headers) for headers in exchanged)


def test_a_second_visit_says_that_one_has_answered(visit: browsing.Open, link: str, round: Round) -> None:
    tab = visit()
    tab.goto(link)
    answering.to_questions(tab)
    answering.choose(tab, CHOSEN)
    answering.send(tab)
    tab.go_back()
    assert tab.get_by_role("heading", name="Thank you. Your answers were received.").is_visible()
    tab.reload()
    tab.get_by_role("heading", name="You have answered").wait_for()
    tab.get_by_role("button", name="Somebody else wants to answer on this device").click()
    tab.get_by_role("textbox", name="Your code").fill(answering.codes_of(round)[0])
    tab.get_by_role("button", name="Start").click()
    tab.get_by_role("button", name="To the questions").click()
    tab.get_by_text("This code was used before, in another browser or on another device.").wait_for()
    assert tab.evaluate("document.activeElement.id") == "problem"
    assert Received.objects.count() == 1


def test_a_reply_that_got_lost_is_asked_for_again(visit: browsing.Open, link: str, round: Round) -> None:
    tab = visit(cut=True)
    admitted, answered = once(tab, "admit"), once(tab, "answer")
    tab.goto(link)
    tab.get_by_role("button", name="Start").click()
    tab.get_by_role("button", name="To the questions").click()
    tab.get_by_text("The server could not be reached.").wait_for()
    tab.reload()
    tab.get_by_role("button", name="To the questions").click()
    answering.choose(tab, CHOSEN)
    assert (len(admitted), len(set(admitted))) == (2, 1)
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_text(TRYING_AGAIN).wait_for()
    tab.get_by_role("heading", name="Thank you. Your answers were received.").wait_for()
    assert (len(answered), len(set(answered))) == (2, 1)
    assert answering.received(round) == [CODED]


def test_what_was_chosen_outlives_a_reload_and_a_lost_connection(visit: browsing.Open, link: str, round: Round) -> None:
    tab = visit(cut=True)
    tab.goto(link)
    answering.to_questions(tab)
    tab.get_by_label("Disagree", exact=True).check()
    tab.get_by_role("button", name="Next question").click()
    tab.reload()
    tab.get_by_text("Question 2 of 3").wait_for()
    tab.get_by_role("button", name="Back").click()
    assert tab.get_by_label("Disagree", exact=True).is_checked()
    tab.get_by_role("button", name="Take my answer away").click()
    answering.choose(tab, CHOSEN)
    tab.get_by_role("button", name="Change question 1").click()
    tab.go_back()
    tab.get_by_role("heading", name="Ready to send?").wait_for()
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_text(TRYING_AGAIN).wait_for()
    tab.get_by_text("You can close the page:").wait_for()
    assert not Received.objects.exists()
    tab.context.set_offline(False)
    tab.get_by_role("heading", name="Thank you. Your answers were received.").wait_for(timeout=1500)
    assert answering.received(round) == [CODED]


def test_a_closed_browser_goes_on_sending(visit: browsing.Open, link: str, round: Round) -> None:
    tab = visit(cut=True)
    tab.goto(link)
    answering.to_questions(tab)
    answering.choose(tab, CHOSEN)
    tab.route("**/answer", lambda route: route.abort())
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_text(TRYING_AGAIN).wait_for()
    next_day = tab.context.new_page()
    tab.close()
    next_day.goto(link)
    next_day.get_by_role("heading", name="Thank you. Your answers were received.").wait_for()
    assert answering.received(round) == [CODED]


def test_somebody_elses_code_leaves_what_was_begun(visit: browsing.Open, site: str, link: str, round: Round) -> None:
    tab = visit()
    tab.goto(link)
    answering.to_questions(tab)
    before = tab.evaluate("JSON.stringify(localStorage)")
    tab.goto("about:blank")
    tab.goto(answering.page_of(site, round, answering.codes_of(round)[1]))
    tab.get_by_role("button", name="Begin with my code").click()
    answering.to_questions(tab)
    answering.choose(tab, CHOSEN)
    answering.send(tab)
    assert tab.evaluate("JSON.stringify(localStorage)") == before
    tab.reload()
    tab.get_by_text("Question 1 of 3").wait_for()


def test_a_shared_device_keeps_nothing_and_begins_anew(visit: browsing.Open, site: str, round: Round) -> None:
    tab = visit(width=360)
    tab.clock.install()
    tab.goto(answering.page_of(site, round, way="/shared"))
    first, second, *_others = answering.codes_of(round)
    tab.get_by_role("textbox", name="Your code").fill(first[:4])
    tab.get_by_role("button", name="Start").click()
    tab.get_by_role("link", name="A code has 16 letters and digits, such as 7K2M-9QXD-4TRB-1HZW.").wait_for()
    tab.get_by_role("textbox", name="Your code").fill(f"{first[:8].lower()} {first[8:]}")
    answering.to_questions(tab)
    answering.choose(tab, CHOSEN)
    assert kept(tab) == []
    answering.send(tab)
    tab.clock.fast_forward(15_000)
    tab.get_by_role("button", name="Start").wait_for()
    assert tab.get_by_role("textbox", name="Your code").input_value() == ""
    tab.go_back()
    assert tab.get_by_role("textbox", name="Your code").input_value() == ""
    tab.get_by_role("textbox", name="Your code").fill(second)
    tab.get_by_role("button", name="Start").click()
    tab.get_by_text("You are counted as:").wait_for()
    tab.clock.fast_forward(90_000)
    tab.get_by_role("button", name="I am still here").click()
    tab.clock.fast_forward(90_000)
    tab.get_by_role("dialog", name="Are you still there?").wait_for()
    tab.clock.fast_forward(20_000)
    tab.get_by_role("button", name="Start").wait_for()
    assert tab.get_by_role("textbox", name="Your code").input_value() == ""
    assert kept(tab) == []


def test_a_ticked_device_keeps_nothing(visit: browsing.Open, link: str) -> None:
    tab = visit()
    tab.goto(link)
    tab.get_by_label("This is a shared device: keep nothing on it.").check()
    answering.to_questions(tab)
    answering.choose(tab, CHOSEN)
    assert kept(tab) == []
    answering.send(tab)
    assert kept(tab) == []
    assert tab.get_by_role("button", name="Begin anew now").is_visible()


def test_in_welsh_and_back_without_losing_anything(visit: browsing.Open, link: str, round: Round) -> None:
    tab = visit(width=360)
    tab.goto(link)
    tab.get_by_role("link", name="Cymraeg").click()
    tab.locator("html[lang=cy]").wait_for()
    assert tab.url.endswith("?language=cy")
    tab.get_by_role("link", name="English").click()
    answering.to_questions(tab)
    tab.get_by_label("Agree", exact=True).check()
    tab.get_by_role("link", name="Cymraeg").click()
    tab.get_by_role("heading", name="Yn fy nhîm gallaf ddweud bod rhywbeth yn mynd o'i le.").wait_for()
    assert tab.locator("[value='4']").is_checked()
    assert tab.context.cookies() == []
    tab.reload()
    assert tab.evaluate("document.documentElement.lang") == "cy"
    tab.get_by_role("heading", name="Yn fy nhîm gallaf ddweud bod rhywbeth yn mynd o'i le.").wait_for()


def test_a_code_of_nobody_is_said_to_be_none(visit: browsing.Open, site: str, round: Round) -> None:
    asked: list[str] = []
    tab = visit()
    tab.on("request", lambda request: asked.append(request.method))
    tab.goto(answering.page_of(site, round, "7K2M-9QXD"))
    tab.get_by_role("link", name="A code has 16 letters and digits").click()
    assert tab.evaluate("document.activeElement.id") == "code"
    assert "POST" not in asked, "what cannot be a code is not sent"
    tab.get_by_role("textbox", name="Your code").fill("7K2M-9QXD-4TRB-1HZW")
    tab.get_by_role("button", name="Start").click()
    tab.get_by_role("link", name="This code is not one of this round’s.").wait_for()


def test_a_round_that_closed_meanwhile_takes_nothing_and_says_so(visit: browsing.Open, link: str, round: Round) -> None:
    tab = visit()
    tab.goto(link)
    answering.to_questions(tab)
    answering.choose(tab, CHOSEN)
    answering.close(round)
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_role("heading", name="Your answers were not counted").wait_for()
    tab.get_by_text("This round is not open now. Nothing was sent.").wait_for()
    assert kept(tab) == []
    tab.goto(link.split("#")[0])
    tab.get_by_text("No more answers are taken.").wait_for()
    assert tab.get_by_role("button").count() == 0


def test_without_what_blinds_the_confidential_way_is_offered(visit: browsing.Open, link: str, round: Round) -> None:
    tab = visit()
    tab.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', { value: false })")
    tab.goto(link)
    tab.get_by_role("heading", name="This browser can answer confidentially only").wait_for()
    tab.get_by_role("button", name="Answer confidentially").click()
    tab.get_by_role("group", name="In my team I can say that something is going wrong.").get_by_label(
        "Agree", exact=True
    ).check()
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_role("heading", name="Thank you. Your answers were received.").wait_for()
    assert answering.received(round) == [[0, 0, 4, -32767, -32767]]


def test_a_confidential_round_is_called_so(visit: browsing.Open, site: str, cast: Cast) -> None:
    round = answering.opened(cast.partnership, way=Way.CONFIDENTIAL)
    tab = visit(width=360)
    tab.goto(answering.page_of(site, round, answering.codes_of(round)[0]))
    tab.get_by_text("Your answers are confidential.").wait_for()
    assert tab.get_by_text("Nobody can tell").count() == 0
    assert "#" not in tab.url
    tab.get_by_role("button", name="Answer confidentially").click()
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_role("heading", name="Thank you. Your answers were received.").wait_for()
    assert len(answering.received(round)) == 1


def test_without_scripts_on_the_smallest_screen(visit: browsing.Open, site: str, round: Round) -> None:
    tab = visit(width=320, java_script_enabled=False)
    tab.goto(answering.page_of(site, round))
    assert tab.get_by_text("Nobody can tell what you answered").first.is_hidden()
    tab.get_by_role("textbox", name="Your code").fill(answering.codes_of(round)[0])
    tab.get_by_role("button", name="Answer confidentially").click()
    question = tab.get_by_role("group", name="In my team I can say that something is going wrong.")
    question.get_by_label("Agree", exact=True).check()
    tab.get_by_role("button", name="Cymraeg").click()
    chosen = tab.get_by_role("group", name="Yn fy nhîm gallaf ddweud bod rhywbeth yn mynd o'i le.").get_by_role("radio")
    assert [radio.is_checked() for radio in chosen.all()] == [False, False, False, True, False]
    tab.get_by_role("button", name="English").click()
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_role("heading", name="Thank you. Your answers were received.").wait_for()
    assert answering.received(round) == [[0, 0, 4, -32767, -32767]]
    assert tab.context.cookies() == []


@pytest.mark.parametrize("modules", [["safety"], ["senior_leaders", "six_dimensions", "team", "climate", "promises"]])
def test_the_page_weighs_little(visit: browsing.Open, site: str, cast: Cast, modules: list[str]) -> None:
    asked = analysis.composed(modules, title="T", minimum_group=10, grouped=True)
    round = answering.opened(cast.partnership, questionnaire=asked)
    replies = []
    tab = visit()
    tab.on("response", lambda reply: replies.append(reply))
    tab.goto(answering.page_of(site, round))
    tab.get_by_role("button", name="Start").wait_for()
    assert replies[0].headers["content-encoding"] == "gzip"
    weights = {reply.url: len(gzip.compress(reply.body(), 9)) for reply in replies}
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert len(replies) <= MOST_REQUESTS, [reply.url for reply in replies]
    assert Asking.objects.get(id=round.asking_id).door in tab.url
