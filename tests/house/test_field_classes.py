"""Every model field is classed for retention and scrubbing, and no class speaks of a field that is gone."""

import importlib
from importlib.util import find_spec

from django.apps import apps

from inreach.apps.audit.retention.data_classes import FieldClass


def own_apps():
    return [config for config in apps.get_app_configs() if config.name.startswith("inreach.apps.")]


def classes_of(config):
    """The classes that an app states, by model and field; none where it has no file of them."""
    name = f"{config.name}.data_retention"
    return importlib.import_module(name).CLASSES if find_spec(name) else {}


def faults():
    """What is not classed, and what is classed but gone, each as a sentence that says what to do."""
    found = []
    for config in own_apps():
        classes, models = classes_of(config), {model.__name__: model for model in config.get_models()}
        where = f"{config.label}/data_retention.py"
        for name, model in models.items():
            fields = {f.name for f in [*model._meta.local_fields, *model._meta.local_many_to_many]}
            if name not in classes:
                found.append(
                    f"{config.label}.{name} has no field classes: say in {where} how long each field is kept."
                )
                continue
            missing, gone = sorted(fields - set(classes[name])), sorted(set(classes[name]) - fields)
            if missing:
                found.append(f"{config.label}.{name}: class {', '.join(missing)} in {where}.")
            if gone:
                found.append(f"{config.label}.{name}: {', '.join(gone)} in {where} is no field any more.")
        found += [
            f"{where} speaks of {name}, which is no model any more."
            for name in sorted(set(classes) - set(models))
        ]
    return found


def test_every_field_of_every_model_is_classed():
    assert faults() == []


def test_every_class_is_a_class():
    for config in own_apps():
        for fields in classes_of(config).values():
            assert all(isinstance(one, FieldClass) for one in fields.values()), config.label
