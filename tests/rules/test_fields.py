"""Every field of every model says what it holds: ours in `FIELDS`, the libraries' in `accord.people.libraries`."""

import pytest
from django.apps import apps
from django.db import models

from accord.audit.digests import covered_fields, covered_models
from accord.audit.states import Kind
from accord.people import rights
from accord.people.libraries import LIBRARIES

OURS = [model for model in apps.get_models() if model.__module__.startswith("accord.")]


def names(model: type[models.Model]) -> set[str]:
    return {field.name for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_of_ours_is_classified(model: type[models.Model]) -> None:
    assert set(model.FIELDS) == names(model)
    assert all(isinstance(kind, Kind) for kind in model.FIELDS.values())


def test_every_field_of_the_libraries_is_classified() -> None:
    theirs = [model for model in apps.get_models() if model not in OURS]
    assert {model._meta.label: names(model) for model in theirs} == {k: set(v) for k, v in LIBRARIES.items()}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_is_personal_or_secret_can_be_erased(model: type[models.Model]) -> None:
    for field in rights.fields(model, [Kind.PERSONAL, Kind.SECRET]):
        assert rights.blank(field, model()) in {None, "", "erased-None", "erased-None@erased.invalid"} or field.unique


@pytest.mark.parametrize("model", list(covered_models()), ids=lambda model: model._meta.label)
def test_a_covered_model_covers_fields_that_it_has(model: type[models.Model]) -> None:
    assert set(covered_fields(model)) <= names(model)
    assert not {field.name for field in model._meta.local_many_to_many} & set(covered_fields(model))
