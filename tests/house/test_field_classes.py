"""Every model field is classed for retention and scrubbing, and no class speaks of a field that is gone."""

import importlib

from django.apps import apps

from inreach.apps.audit.retention.data_classes import FieldClass


def own_apps():
    return [config for config in apps.get_app_configs() if config.name.startswith("inreach.apps.")]


def test_every_field_of_every_model_is_classed():
    for config in own_apps():
        models = list(config.get_models())
        if not models:
            continue
        classes = importlib.import_module(f"{config.name}.data_retention").CLASSES
        said = {name: set(fields) for name, fields in classes.items()}
        there = {
            model.__name__: {f.name for f in [*model._meta.local_fields, *model._meta.local_many_to_many]}
            for model in models
        }
        assert said == there, config.label


def test_every_class_is_a_class():
    for config in own_apps():
        if not list(config.get_models()):
            continue
        for fields in importlib.import_module(f"{config.name}.data_retention").CLASSES.values():
            assert all(isinstance(one, FieldClass) for one in fields.values()), config.label
