"""What we want kept of the code itself: money without floats, actions, refusals, size, names.

Lists of exceptions say why, and may only shrink: an entry no longer needed fails as well.
"""

import ast
import re
from pathlib import Path

from django.db import models

from anju.tests.source import (
    DOMAIN,
    OURS,
    ROOT,
    decorators,
    files,
    functions,
    length,
    name_of,
    nodes,
)

# Actions that take no actor, and why.
NO_ACTOR = {
    "anju/ledger/": "the cause of a transfer names what moved it, and that has its own history",
}
# path:function → lines, path → lines: longer than the house allows, shrinking.
LONG_FUNCTIONS: dict[str, int] = {}
LONG_FILES = {"anju/clients/tests/test_alipay.py": 412}


def domain_files() -> list[Path]:
    return files(*(f"anju/{package}" for package in DOMAIN))


# Money


def test_no_float_comes_near_money():
    floats = [
        f"{place} {ast.unparse(node)}"
        for place, node in nodes(domain_files(), ast.Call, ast.Attribute, ast.BinOp, ast.Constant)
        if is_float(node) and not place.startswith(("anju/clients/", "anju/core/documents"))
    ]

    assert floats == []


def is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in ("float", "models.FloatField")
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div) and "_fen" in ast.unparse(node)
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def test_amounts_are_whole_fen():
    """A column of money is named `…_fen` and is a bigint; a total that may outgrow it has no decimals."""
    for model in OURS:
        for field in model._meta.local_fields:
            kept = getattr(field, "output_field", field)  # of a generated column, what it keeps
            assert not isinstance(kept, models.FloatField), field
            if field.name.endswith("_fen"):
                whole = isinstance(kept, models.BigIntegerField) or kept.decimal_places == 0
                assert whole, field
            else:
                assert not re.search(r"amount|balance|(^|_)(rent|price|fee)$", field.name), field


# Actions and refusals


def test_an_action_is_told_everything_by_name_and_who_asks():
    actions = [
        (name, node)
        for name, node in functions(domain_files())
        if {"action", "action_of_one_statement"} & set(decorators(node))
        and not name.startswith(tuple(NO_ACTOR))
    ]
    positional = [name for name, node in actions if node.args.args or node.args.vararg]
    without_actor = [
        name for name, node in actions if "by" not in {a.arg for a in node.args.kwonlyargs}
    ]
    switches = [
        f"{name} {a.arg}"
        for name, node in actions
        for a in node.args.kwonlyargs
        if re.match(r"(force|send|skip|dry_run|no)(_|$)", a.arg)
    ]

    assert actions
    assert positional == []
    assert without_actor == []
    assert switches == []


def test_every_refusal_is_raised_somewhere():
    """By name in Python, or by its code in SQL."""
    used = {
        node.attr
        for _, node in nodes(files("anju", "config"), ast.Attribute)
        if isinstance(node, ast.Attribute)
    }
    sql = " ".join(path.read_text() for path in (ROOT / "anju").rglob("*.sql"))
    never = [
        f"{place} {name}"
        for place, node in nodes(files("anju"), ast.ClassDef)
        if isinstance(node, ast.ClassDef) and node.name.endswith("Refusal")
        for name, code in members(node)
        if name not in used and f"'{code}'" not in sql
    ]

    assert never == []


def members(node: ast.ClassDef) -> list[tuple[str, str]]:
    """Names and codes of a TextChoices."""
    return [
        (each.targets[0].id, each.value.elts[0].value)
        for each in node.body
        if isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Name)
        and isinstance(each.value, ast.Tuple)
        and isinstance(each.value.elts[0], ast.Constant)
    ]


def test_codes_of_refusals_are_unique_within_a_package():
    for package in DOMAIN:
        codes = [
            code
            for _, node in nodes(files(f"anju/{package}"), ast.ClassDef)
            if isinstance(node, ast.ClassDef) and node.name.endswith("Refusal")
            for _, code in members(node)
        ]
        assert sorted(codes) == sorted(set(codes)), package


def test_no_failure_is_swallowed():
    """`except Exception` only to pass the failure on."""
    swallowed = [
        place
        for place, node in nodes(files("anju", "config", "sandbox"), ast.ExceptHandler)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not any(isinstance(each, ast.Raise) for each in ast.walk(node))
    ]

    assert swallowed == []


PURE = re.compile(
    r"datetime|dataclasses|enum|re|typing|decimal|collections(\.abc)?|functools|itertools|math"
    r"|django\.db\.models|django\.utils\.translation"
    r"|anju\.core\.(moves|money|refusals)|anju\.\w+\.rules(\.\w+)?|anju\.portals\.\w+\.rules"
)


def test_rules_are_pure():
    """Data an official could read: rules import no records, no clock, nothing that acts."""
    rules = [path for path in files("anju") if path.name == "rules.py" or "rules" in path.parts]
    impure = [
        f"{place} {module}"
        for place, node in nodes(rules, ast.Import, ast.ImportFrom)
        for module in imported(node)
        if not PURE.fullmatch(module)
    ]

    assert impure == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []


# Size and names


def test_functions_fit_on_a_screen():
    long = {
        name: length(node)
        for name, node in functions(files("anju", "config", "sandbox", "scripts", "bench"))
        if length(node) > 60
    }

    assert_shrinking(long, LONG_FUNCTIONS)


def test_files_stay_short():
    every = files("anju", "config", "sandbox", "scripts", "bench", tests=True)
    lines = {name_of(path): len(path.read_text().splitlines()) for path in every}

    assert_shrinking({name: n for name, n in lines.items() if n > 400}, LONG_FILES)


def assert_shrinking(now: dict[str, int], allowed: dict[str, int]) -> None:
    """Nothing new, nothing longer, and what fits again leaves the list."""
    assert {name: n for name, n in now.items() if n > allowed.get(name, 0)} == {}
    assert [name for name in allowed if name not in now] == []


def test_files_are_named_for_what_they_do():
    nameless = {"utils", "helpers", "common", "base", "services", "manager"}

    assert [name_of(p) for p in files("anju", tests=True) if p.stem in nameless] == []


def test_the_example_of_the_environment_is_complete():
    settings = [ROOT / "config" / "settings.py"]
    wanted = {
        node.args[0].value
        for _, node in nodes(settings, ast.Call)
        if isinstance(node, ast.Call)
        and re.search(r"environ\.get$|^required$|^key_file$|^env", ast.unparse(node.func))
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    wanted |= {
        node.slice.value
        for _, node in nodes(settings, ast.Subscript)
        if isinstance(node, ast.Subscript)
        and ast.unparse(node.value) == "os.environ"
        and isinstance(node.slice, ast.Constant)
    }
    listed = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert {"SECRET_KEY", "DATABASE_URL"} <= wanted
    assert sorted(wanted - listed) == []


def test_every_package_has_a_readme_of_one_screen():
    for package in DOMAIN:
        if any(files(f"anju/{package}")):
            readme = ROOT / "anju" / package / "README.md"
            assert readme.exists(), f"anju/{package}/README.md is missing"
            words = re.sub(r"```mermaid.*?```", "", readme.read_text(), flags=re.DOTALL)
            assert len(words.splitlines()) <= 60, f"anju/{package}/README.md is too long"
