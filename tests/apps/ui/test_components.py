import json
from pathlib import Path

import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from tests.apps.ui.markup import laid_out

FIXTURES = Path(__file__).parent / "fixtures"

HTML = {"html", "start", "end", "navigationStart", "navigationEnd"}

not_supported: dict[tuple[str, str], str] = {}


def examples():
    for path in sorted(FIXTURES.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        for example in data["fixtures"]:
            yield pytest.param(path.stem, example, id=f"{path.stem}: {example['name']}")


def trusted(value, name=""):
    """The options with their HTML marked safe, as a page that means it would."""
    if isinstance(value, dict):
        return {key: trusted(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [trusted(inner, name) for inner in value]
    if isinstance(value, str) and (name in HTML or name.endswith("Html")):
        return mark_safe(value)
    return value


def rendered(component, options):
    template = engines["django"].from_string(f'{{% cotton {component} :params="options" / %}}')
    return template.render({"options": options})


@pytest.mark.parametrize(("component", "example"), list(examples()))
def test_component_gives_the_markup_of_the_design_system(component, example):
    if (component, example["name"]) in not_supported:
        pytest.skip(not_supported[component, example["name"]])
    got = rendered(component, trusted(example["options"]))
    assert laid_out(got) == laid_out(example["html"])
