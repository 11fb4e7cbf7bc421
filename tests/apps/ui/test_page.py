import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

SIGNED_IN = {
    "navigation": [
        {"label": "Pupils", "url": "/pupils/", "current": True},
        {"label": "Ledger", "url": "/ledger/", "current": False},
    ],
    "membership_label": "SENCO · Marlowe Primary",
    "demo_mode": False,
    "user": SimpleNamespace(is_authenticated=True),
    "csrf_token": "token-of-this-page",
}


def page(**context):
    return render_to_string("ui/page.html", SIGNED_IN | context)


def test_a_page_speaks_british_english_and_starts_with_a_skip_link():
    html = page()
    assert '<html lang="en-GB"' in html
    assert html.index('href="#main"') < html.index("<header")
    assert html.count('<main id="main"') == 1


def test_the_page_where_somebody_is_stands_out_in_the_navigation():
    html = page()
    assert html.count('href="/pupils/" aria-current="page"') == 2
    assert html.count("aria-current") == 2
    assert html.count('href="/ledger/"') == 2


def test_signing_out_is_a_form_that_carries_its_token():
    html = page()
    assert '<form method="post" action="/accounts/logout/"' in html
    assert 'value="token-of-this-page"' in html
    assert "SENCO · Marlowe Primary" in html


def test_somebody_who_is_not_signed_in_sees_no_navigation_and_no_sign_out():
    html = page(navigation=[], membership_label="", user=SimpleNamespace(is_authenticated=False))
    assert "<nav" not in html
    assert "Sign out" not in html


def test_the_demonstration_says_so_on_every_page_and_nothing_else_does():
    assert "Demonstration: every name is invented." in page(demo_mode=True)
    assert "Demonstration" not in page()


@pytest.mark.parametrize(
    ("level", "word", "role"),
    [
        ("success", "Done", "status"),
        ("warning", "Please note", "status"),
        ("error", "There is a problem", "alert"),
    ],
)
def test_a_message_says_in_a_word_what_kind_it_is(level, word, role):
    class Message(str):
        level_tag = level

    html = page(messages=[Message("Ms O’Hara & Kai")])
    assert f'class="notice notice--{level}" role="{role}"' in html
    assert f'<p class="notice__word">{word}</p>' in html
    assert "Ms O’Hara &amp; Kai" in html


def test_a_page_has_no_inline_script_style_or_handler_and_asks_no_third_party():
    html = page(demo_mode=True)
    assert "style=" not in html
    assert "onclick" not in html
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", html, flags=re.S)
    assert scripts == [""] * len(re.findall(r'<script[^>]* src="/static/', html))
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "https://" not in html


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_every_page_for_when_something_goes_wrong_renders_with_nothing_known(template):
    html = render_to_string(template)
    assert html.count("<h1>") == 1
    assert html.count("Go to your first page") == 1


def test_a_refusal_shows_its_sentence_escaped():
    html = render_to_string("403.html", {"exception": "Only a SENCO <may> do this."})
    assert "Only a SENCO &lt;may&gt; do this." in html


def test_a_refusal_without_a_sentence_still_says_what_to_do():
    assert "Ask the person who looks after Inreach" in render_to_string("403.html")
