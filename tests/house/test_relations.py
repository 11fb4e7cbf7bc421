"""Foreign keys run downwards only, those written as strings too, and so do reverse look-ups in queries."""

from django.apps import apps

from tests.house.storeys import may_know, storeys


def own_apps() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("inreach.apps.")}


def upward_relations(models, lower):
    """Each relation from a lower storey to a higher one, or between siblings, as a sentence."""
    ours = own_apps()
    found = []
    for model in models:
        here = model._meta.app_label
        if here not in ours:
            continue
        for field in model._meta.get_fields(include_hidden=False):
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            there = field.related_model._meta.app_label
            if there in ours and not may_know(lower, here, there):
                found.append(f"{model._meta.label}.{field.name} points at {there}")
    return found


def test_every_app_stands_on_a_storey():
    assert set().union(*storeys()) == own_apps()


def test_relations_run_downwards_only():
    assert upward_relations(apps.get_models(), storeys()) == []


def test_an_upward_relation_would_be_found():
    moved = [apps_here - {"accounts"} for apps_here in storeys()] + [{"accounts"}]
    assert any("points at accounts" in line for line in upward_relations(apps.get_models(), moved))


def test_a_relation_between_siblings_would_be_found():
    flat = [{"audit", "ui"}, set().union(*storeys()) - {"audit", "ui"}]
    assert any("points at accounts" in line for line in upward_relations(apps.get_models(), flat))


def test_the_audit_has_no_foreign_keys():
    for model in apps.get_app_config("audit").get_models():
        assert [f.name for f in model._meta.get_fields() if f.is_relation] == []
