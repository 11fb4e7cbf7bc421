"""Foreign keys run downwards only, those written as strings too, and so do reverse look-ups in queries."""

from django.apps import apps

STOREYS = [
    "ui",
    "audit",
    "accounts",
    "schools",
    "casework",
    "provision",
    "inclusion",
    "insight",
    "exchange",
    "demo",
]
OURS = set(STOREYS)
SIBLINGS = [{"inclusion", "planning"}, {"exchange", "insight"}]


def upward_relations(models):
    """Each relation from a lower storey to a higher one, or between siblings, as a sentence."""
    found = []
    for model in models:
        here = model._meta.app_label
        if here not in OURS:
            continue
        for field in model._meta.get_fields(include_hidden=False):
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            there = field.related_model._meta.app_label
            if there not in OURS or there == here:
                continue
            sideways = any({here, there} <= pair for pair in SIBLINGS)
            if STOREYS.index(there) > STOREYS.index(here) or sideways:
                found.append(f"{model._meta.label}.{field.name} points at {there}")
    return found


def test_relations_run_downwards_only():
    assert upward_relations(apps.get_models()) == []


def test_an_upward_relation_would_be_found():
    schools_pupil = apps.get_model("schools", "Pupil")
    moved = STOREYS.copy()
    try:
        STOREYS.remove("accounts")
        STOREYS.append("accounts")
        assert any("points at accounts" in line for line in upward_relations(apps.get_models()))
    finally:
        STOREYS[:] = moved
    assert schools_pupil._meta.app_label == "schools"


def test_the_audit_has_no_foreign_keys():
    for model in apps.get_app_config("audit").get_models():
        assert [f.name for f in model._meta.get_fields() if f.is_relation] == []
