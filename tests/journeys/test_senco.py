"""The SENCO's way: sign in, find the pupil most at risk, see why, open the week, add a target, rate it, sign out."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_the_senco_finds_the_pupil_most_at_risk_and_sets_a_target(visit):
    page = visit.page
    visit.open("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    visit.step("sign-in")

    visit.press(page.get_by_role("button", name="Sign in as Miriam Cole"))
    expect(page.get_by_role("heading", name="Pupils to think about first")).to_be_visible()
    visit.step("today-senco", picture=True)

    visit.press(page.get_by_role("link", name="Ledger", exact=True))
    first = page.locator("table tbody tr").first
    expect(first).to_contain_text("Outvention")
    visit.step("ledger", picture=True)

    name = first.get_by_role("link").first.inner_text()
    visit.press(first.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("main")).to_contain_text(
        re.compile(r"is out of class for \d+ % of taught time this week")
    )
    assert name.split()[0] not in page.url
    visit.step("pupil-at-risk", picture=True)

    page.get_by_text("Read this week as a table").click()
    week = page.locator("details[open] table").first
    expect(week).to_be_visible()
    expect(week).to_contain_text("Monday")
    visit.step("week-as-table")

    visit.press(page.get_by_role("link", name="Add a target").first)
    page.get_by_label("The target, in one sentence").fill(
        "Joins the class for the first ten minutes of maths"
    )
    page.get_by_label("It comes from this pupil’s own needs and interests").check()
    page.get_by_label("It names one skill only").check()
    page.get_by_label("It is something the pupil learns to do").check()
    page.get_by_label("Social, emotional and mental health").check()
    page.get_by_label("Where will the pupil use the skill?").fill("Maths, Monday to Friday")
    page.get_by_label("Who will see or hear it?").fill("Class teacher and Jo Lamb")
    visit.step("target-writing", picture=True)
    page.get_by_label("Where do you expect the pupil to be at the review?").select_option("6")
    page.get_by_label("What will the pupil do then?").fill("Stays ten minutes on four days of five")
    page.get_by_label("What will everybody see when it is met?").fill(
        "In the seat for ten minutes, four days in five"
    )
    visit.press(page.get_by_role("button", name="Keep as a draft"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Joins the class for the first ten minutes of maths"
    )
    visit.step("target")

    visit.press(page.get_by_role("button", name="Rate the baseline"))
    page.locator("label.rung", has_text=re.compile(r"^\s*2")).first.click()
    visit.step("rate", picture=True)
    visit.press(page.get_by_role("button", name="Save the rating"))
    expect(page.get_by_role("table", name=re.compile("atings")).first).to_contain_text("2")
    expect(page.locator("main")).to_contain_text("Being written")
    visit.step("target-rated", picture=True)

    visit.press(page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    visit.step("signed-out")
    visit.open("/ledger/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
