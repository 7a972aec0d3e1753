"""What we want kept, a test keeps: here doors, records, their statuses and migrations.

Each test walks over all there is, so a new package is covered from its first file.
"""

import ast
import re
from inspect import getclosurevars, unwrap
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models
from django.urls import URLPattern, get_resolver

from anju.core.moves import picture_of
from anju.tests.source import OURS, ROOT, decorators, files, functions, length, name_of, nodes

HEIGHT = {
    name: height
    for height, layer in enumerate(
        [
            ["auth", "contenttypes", "sessions"],
            ["core"],
            ["people"],
            ["parameters", "webhooks"],
            ["ledger", "notices"],
            ["homes"],
            ["agencies", "companies", "votes"],
            ["credit"],
            ["receipts", "payments"],
            ["closings"],
            ["contracts"],
            ["signings"],
            ["custody"],
            ["fund", "orders", "hand_overs"],
            ["refunds", "fund_notices", "fund_runs"],
            ["fund_openings", "works"],
            ["filings"],
            ["certificates"],
            ["statistics"],
            ["oversight", "unclaimed"],
            ["timelines"],
            ["web"],
        ]
    )
    for name in layer
}
WITH_STATUS: list[Any] = [m for m in OURS if any(f.name == "status" for f in m._meta.fields)]


DOORS = {
    "anyone",
    "machine",
    "signed_in",
    "tenant",
    "staff",
    "enterprise",
    "agency",
    "account",
    "company",
    "applicant",
    "holder",
}


# Doors


def views() -> list[tuple[str, Any]]:
    def walk(patterns: list[Any]) -> list[URLPattern]:
        return [
            each
            for pattern in patterns
            for each in (
                [pattern] if isinstance(pattern, URLPattern) else walk(pattern.url_patterns)
            )
        ]

    views = [pattern.callback for pattern in walk(get_resolver().url_patterns)]
    return [(f"{v.__module__}.{getattr(v, '__name__', '')}", v) for v in views]


def test_every_view_of_ours_has_a_door():
    without = [
        name for name, view in views() if name.startswith("anju.") and not hasattr(view, "door")
    ]

    assert without == []


def test_every_operation_of_the_api_asks_who_is_calling():
    """Views of django-ninja have no decorator of ours: their door is the `auth` of the operation."""
    open_to_all = [
        f"{operation.methods} {operation.view_func.__name__}"
        for name, view in views()
        if name.startswith("ninja.operation.")
        for operation in getclosurevars(unwrap(view)).nonlocals["self"].operations
        if not operation.auth_callbacks
    ]

    assert open_to_all == []


def test_a_view_fits_in_25_lines():
    long = {
        name: length(node)
        for name, node in functions(files("anju/portals", "anju/web"))
        if decorators(node) & DOORS and length(node) > 25
    }

    assert long == {}


# Records


def test_foreign_keys_point_down_and_name_other_packages_as_text():
    for model in OURS:
        here = model._meta.app_label
        assert here in HEIGHT, f"{here} has no place in the order of packages"
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                there = field.related_model._meta.app_label
                assert here == there or HEIGHT[there] < HEIGHT[here], (
                    f"{model.__name__}.{field.name}"
                )
    for place, node in nodes(files("anju"), ast.Call):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("ForeignKey", "OneToOneField", "ManyToManyField")
        ):
            target = node.args[0]
            assert isinstance(target, ast.Constant | ast.Name) or ast.unparse(target) == (
                "settings.AUTH_USER_MODEL"
            ), place


def test_everything_with_a_status_has_its_table_of_moves():
    assert [m.__name__ for m in WITH_STATUS if not hasattr(m, "MOVES")] == []


@pytest.mark.parametrize("model", WITH_STATUS, ids=lambda model: model.__name__)
def test_every_status_in_the_table_can_be_reached_from_the_first_one(model):
    first = model._meta.get_field("status").default

    assert reached(model) == {first} | model.MOVES.statuses()


def test_every_status_belongs_to_somebody():
    for statuses in {type(model._meta.get_field("status").default) for model in WITH_STATUS}:
        sharing = [
            m for m in WITH_STATUS if isinstance(m._meta.get_field("status").default, statuses)
        ]
        assert set().union(*map(reached, sharing)) == set(statuses)


def reached(model: Any) -> set[Any]:
    """The statuses to which the moves of a record lead, one after the other."""
    now, before = {model._meta.get_field("status").default}, set()
    while now != before:
        before = set(now)
        now |= {move.target for move in model.MOVES.values() if now & set(move.sources)}
    return now


def test_a_status_is_only_written_by_a_move():
    """Neither by assignment, nor by update(), nor in SQL; a record is born in its first status."""
    ours = [path for path in files("anju") if name_of(path) != "anju/core/db.py"]
    written = [
        place
        for place, node in nodes(ours, ast.Assign, ast.AugAssign, ast.Call)
        for target in targets(node)
        if target == "status"
    ]
    in_sql = [
        name_of(path)
        for path in [*ours, *sorted((ROOT / "anju").rglob("*.sql"))]
        if re.search(r"\bSET\b[^;]{0,300}?\bstatus\s*=", path.read_text())
    ]

    assert written == []
    assert in_sql == []


def targets(node: ast.AST) -> list[str]:
    """The attributes a statement writes: `x.a = …`, `….update(a=…)`, `setattr(x, "a", …)`."""
    if isinstance(node, ast.Assign):
        return [each.attr for each in node.targets if isinstance(each, ast.Attribute)]
    if isinstance(node, ast.AugAssign):
        return [node.target.attr] if isinstance(node.target, ast.Attribute) else []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("update", "bulk_update"):
            return [keyword.arg for keyword in node.keywords if keyword.arg]
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr":
        return [ast.literal_eval(a) for a in node.args[1:2] if isinstance(a, ast.Constant)]
    return []


@pytest.mark.django_db
def test_migrations_are_complete_and_named():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    automatic = [name_of(p) for p in (ROOT / "anju").rglob("migrations/*_auto_*.py")]

    assert automatic == []


@pytest.mark.parametrize("model", WITH_STATUS, ids=lambda model: model.__name__)
def test_the_readme_shows_the_moves_as_they_are(model):
    """When it does not: `manage.py print_moves <package>` prints what belongs there."""
    picture = picture_of(model)
    readme = ROOT / "anju" / model._meta.app_label / "README.md"

    assert readme.exists(), f"{name_of(readme)} is missing"
    assert picture in readme.read_text(), f"{name_of(readme)} should contain\n\n{picture}\n"
