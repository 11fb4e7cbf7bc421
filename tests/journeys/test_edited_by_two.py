"""Two people change one group at the same time: the second sees both texts, without JavaScript too, and saves again."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import WIDE, Visit

pytestmark = pytest.mark.journey
LONG_WORD = "o" * 90


def open_group(page: Page, address: str) -> None:
    """The page on which the first group of the list is changed."""
    page.goto(f"{address}/groups/")
    page.locator("main a[href^='/groups/'][href$='/']").first.click()
    page.get_by_role("link", name=re.compile("change", re.IGNORECASE)).first.click()


def test_the_second_of_two_sees_both_texts_and_saves_again(visit: Visit, browser: Browser):
    visit.sign_in("Miriam Cole")
    open_group(visit.page, visit.address)
    plain = browser.new_context(viewport=WIDE, java_script_enabled=False)  # type: ignore[arg-type]
    other = Visit(plain.new_page(), visit.address)
    other.sign_in("David Penrose")
    open_group(other.page, other.address)
    other.page.get_by_label("Name of the group").fill(f"Robins {LONG_WORD}")
    other.page.get_by_label("What is it for?").fill(f"Reading with a friend, every day {LONG_WORD}")
    other.press(other.page.get_by_role("button", name="Keep the changes"))

    visit.page.get_by_label("Name of the group").fill("Owls before lunch")
    visit.press(visit.page.get_by_role("button", name="Keep the changes"))
    assert visit.page.get_by_text(f"It now says: Robins {LONG_WORD}.").is_visible()
    visit.step("edited-meanwhile")
    visit.press(visit.page.get_by_role("button", name="Keep the changes"))
    assert visit.page.get_by_role("heading", name="Owls before lunch").is_visible()
    assert visit.page.get_by_text("Reading with a friend, every day").first.is_visible()
    visit.step("group-with-a-long-word")
    plain.close()
