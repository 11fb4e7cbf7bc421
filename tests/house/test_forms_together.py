"""Forms are safe with several people: each carries a key for once, and each that changes a record says which.

Read from the templates and the syntax trees of the views.
"""

import ast
import re

from tests.paths import ROOT

APPS = ROOT / "src" / "inreach" / "apps"
TEMPLATES = sorted(APPS.glob("*/templates/**/*.html"))
FORM = re.compile(r"<form\b[^>]*\bmethod=\"post\"[^>]*>(.*?)</form>", re.DOTALL)
TOKEN = re.compile(r"{%\s*post_token\b")

WITHOUT_KEY = {
    "account/": "allauth's own pages about signing in, which add no record",
    "mfa/": "allauth's own pages about the second step, whose codes are used once anyway",
    "ui/header.html": "signing out twice is being signed out",
    "demo/cast.html": "signing in to the demonstration twice is being signed in",
    "507.html": "it carries the key of the form that could not be saved",
    "schools/pupils.html": "a search",
    "schools/staff.html": "a search",
    "accounts/people.html": "a search",
    "provision/groups.html": "a search",
}
ADDS = ("add_", "open_", "write_", "rate_", "sign_", "bring")
"""How actions begin that make a new record."""
STEPS = {
    "move_case": "a step, which is judged by where the case stands when it is taken",
    "if_unchanged": "all subjects at once: refused if any of them is different by now",
}
ADD_KEY = "Begin the form with `{% post_token form %}` (inreach/apps/ui/forms/one_time_key.py), so that twice is once."
NAME_RECORD = (
    "Give `submit` the record as `editing=` and the form as it would be shown now as `now=` "
    "(inreach/apps/ui/forms/submit.py), so that nobody's change is overwritten unseen."
)


def forms_without_key(text: str) -> int:
    """How many forms that post carry no key."""
    return sum(not TOKEN.search(form) for form in FORM.findall(text))


def called_by(action: ast.expr) -> str:
    """The name of the action that a form leads to."""
    call = action.body if isinstance(action, ast.Lambda) else action
    return ast.unparse(call.func if isinstance(call, ast.Call) else call).split(".")[-1]


def editing_nothing(text: str) -> list[tuple[int, str]]:
    """Where `submit` leads to an action that changes a record and does not name it."""
    calls = (
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "submit"
    )
    places = []
    for call in calls:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        action = called_by(given["action"])
        if not action.startswith(ADDS) and action not in STEPS and not {"editing", "now"} <= given.keys():
            places.append((call.lineno, action))
    return places


def views():
    return sorted([*APPS.glob("*/views.py"), *APPS.glob("*/views/**/*.py")])


def templates_without_key():
    """Templates, by the names that views use, with how many of their forms carry no key."""
    texts = {
        path.as_posix().split("/templates/", 1)[1]: path.read_text(encoding="utf-8") for path in TEMPLATES
    }
    return {name: without for name, text in texts.items() if (without := forms_without_key(text))}


def test_every_form_that_posts_carries_a_key():
    without = templates_without_key()
    assert {name for name in without if not name.startswith(tuple(WITHOUT_KEY))} == set(), ADD_KEY


def test_reasons_are_given_for_templates_that_need_one():
    without = templates_without_key()
    assert [start for start in WITHOUT_KEY if not any(name.startswith(start) for name in without)] == []


def test_every_form_that_changes_a_record_names_it():
    unnamed = {
        str(path.relative_to(ROOT)): faults
        for path in views()
        if (faults := editing_nothing(path.read_text(encoding="utf-8")))
    }
    assert unnamed == {}, NAME_RECORD


def test_templates_and_views_are_read_at_all():
    assert sum(len(FORM.findall(path.read_text(encoding="utf-8"))) for path in TEMPLATES) > 40
    assert sum(path.read_text(encoding="utf-8").count("submit(") for path in views()) > 20


def test_a_form_without_a_key_would_be_found():
    assert forms_without_key('<form method="post" novalidate>{% csrf_token %}</form>') == 1
    assert forms_without_key('<form method="post" novalidate>{% post_token form %}</form>') == 0
    assert forms_without_key('<form method="get"></form>') == 0


def test_a_form_that_changes_a_record_without_naming_it_would_be_found():
    text = (
        "submit(request, form, action=lambda: actions.change_group(by=actor), to=there)\n"
        "submit(request, form, action=lambda: actions.add_group(by=actor), to=there)\n"
        "submit(request, form, action=lambda: change_group(by=actor), to=there, editing=group, now=form_of)\n"
        "submit(request, form, action=lambda: set_day(by=actor), to=there, editing=school)\n"
    )
    assert editing_nothing(text) == [(1, "change_group"), (4, "set_day")]
