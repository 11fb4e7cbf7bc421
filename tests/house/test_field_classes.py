"""Every model field is classed for retention and scrubbing, and no class speaks of a field that is gone."""

import importlib

from django.apps import apps

from inreach.apps.audit.retention.data_classes import FieldClass


def fields_of(model) -> set[str]:
    return {field.name for field in [*model._meta.local_fields, *model._meta.local_many_to_many]}


def fields_of_own_apps() -> dict[str, dict[str, set[str]]]:
    """Names of fields by app and model, of every app of the product that has models."""
    own = [config for config in apps.get_app_configs() if config.name.startswith("inreach.apps.")]
    fields = {
        config.name: {model.__name__: fields_of(model) for model in config.get_models()} for config in own
    }
    return {app: models for app, models in fields.items() if models}


def classes_of_own_apps():
    """The classes in data_retention.py by app; none where there is no such file."""
    classes = {}
    for app in fields_of_own_apps():
        try:
            classes[app] = importlib.import_module(f"{app}.data_retention").CLASSES
        except ModuleNotFoundError:
            classes[app] = {}
    return classes


def faults(fields, classes) -> list[str]:
    """What to do for each field without a class, and for each class of a field that is gone."""
    found = []
    for app, models in fields.items():
        file = f"{app.replace('.', '/')}/data_retention.py"
        for model in sorted(models.keys() | classes[app].keys()):
            there, classed = models.get(model, set()), set(classes[app].get(model, {}))
            found += [f"Give {model}.{name} its class in {file}." for name in sorted(there - classed)]
            found += [
                f"Remove {model}.{name} from {file}: there is no such field."
                for name in sorted(classed - there)
            ]
    return found


def test_every_field_of_every_model_is_classed():
    assert faults(fields_of_own_apps(), classes_of_own_apps()) == []


def test_every_class_is_a_class():
    for app, models in classes_of_own_apps().items():
        for fields in models.values():
            assert all(isinstance(one, FieldClass) for one in fields.values()), app


def test_a_field_that_is_forgotten_or_gone_would_be_found():
    fields = fields_of_own_apps()
    fields["inreach.apps.schools"]["Pupil"] = fields["inreach.apps.schools"]["Pupil"] - {"upn"} | {
        "shoe_size"
    }
    assert faults(fields, classes_of_own_apps()) == [
        "Give Pupil.shoe_size its class in inreach/apps/schools/data_retention.py.",
        "Remove Pupil.upn from inreach/apps/schools/data_retention.py: there is no such field.",
    ]


def test_an_app_without_classes_would_be_found():
    classes = {**classes_of_own_apps(), "inreach.apps.audit": {}}
    found = faults(fields_of_own_apps(), classes)
    assert "Give Event.number its class in inreach/apps/audit/data_retention.py." in found
