"""Pages lead upwards only by a registered name: no app writes a route or a template of one above it."""

import ast
import re

import pytest

from inreach.apps.ui.menu.registry import NoSuchLink, address_of, link_names
from tests.house.storeys import may_know, storeys
from tests.paths import ROOT

APPS = ROOT / "src" / "inreach" / "apps"
ROUTE_IN_TEMPLATE = re.compile(r"""{%\s*url\s+['"](\w+):""")
LEADING = {"reverse", "reverse_lazy", "redirect"}
TEMPLATE_IN_TEMPLATE = re.compile(r"""{%\s*(?:include|extends)\s+['"](\w+)/""")
LINK = re.compile(r"""{%\s*link\s+['"](\w+)['"]|\baddress_of\(\s*['"](\w+)['"]""")


def sources() -> dict[str, str]:
    """Text of every template and module of the apps, by its path below `apps`."""
    return {
        path.relative_to(APPS).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted([*APPS.rglob("*.html"), *APPS.rglob("*.py")])
    }


def routes_in_python(text: str) -> list[str]:
    """Namespaces of the routes that a module leads to."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.args]
    return [
        str(call.args[0].value).split(":")[0]
        for call in calls
        if getattr(call.func, "id", "") in LEADING and isinstance(call.args[0], ast.Constant)
    ]


def upward(texts: dict[str, str]) -> list[str]:
    """What to do for each route or template of a higher storey that a lower one writes."""
    lower = storeys()
    ours = set().union(*lower)
    found = []
    for path, text in texts.items():
        here = path.split("/")[0]
        of_template = path.endswith(".html")
        for there in ROUTE_IN_TEMPLATE.findall(text) if of_template else routes_in_python(text):
            if there in ours and not may_know(lower, here, there):
                found.append(
                    f"{path} leads up to {there}: register the page by a name in {there}/navigation.py, "
                    "and lead there by `link` or `address_of`."
                )
        for there in TEMPLATE_IN_TEMPLATE.findall(text):
            if there in ours and not may_know(lower, here, there):
                found.append(f"{path} shows a template of {there}, which stands above it.")
    return found


def test_no_page_writes_a_route_or_a_template_of_an_app_above():
    assert upward(sources()) == []


def test_every_name_that_a_page_leads_to_is_registered_and_every_registered_name_is_led_to():
    used = {name for text in sources().values() for pair in LINK.findall(text) for name in pair if name}
    assert used == link_names()


def test_an_upward_route_or_template_would_be_found():
    planted = {
        "schools/templates/schools/pupils.html": "<a href=\"{% url 'inclusion:pupil' pupil.pk %}\">",
        "casework/views/target.py": 'def go(pk):\n    return redirect("inclusion:plain", pupil=pk)',
        "accounts/templates/account/login.html": '{% include "demo/cast.html" %}',
        "inclusion/templates/inclusion/pupil.html": "{% url 'casework:targets' pupil.pk %}",
    }
    assert upward(planted) == [
        "schools/templates/schools/pupils.html leads up to inclusion: register the page by a name in "
        "inclusion/navigation.py, and lead there by `link` or `address_of`.",
        "casework/views/target.py leads up to inclusion: register the page by a name in "
        "inclusion/navigation.py, and lead there by `link` or `address_of`.",
        "accounts/templates/account/login.html shows a template of demo, which stands above it.",
    ]


def test_a_link_that_nobody_registered_says_what_to_do():
    with pytest.raises(NoSuchLink, match="No page is registered as “moon”"):
        address_of("moon")
