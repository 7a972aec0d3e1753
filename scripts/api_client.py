"""`make client`: describe the API in client/openapi.json and write the Python client from it.

The client is one file without dependencies; a test says when it is behind the API.
"""

import json
import keyword
import os
import re
from typing import Any

from scripts import configuration, tables
from scripts.places import ROOT

HOME = ROOT / "client"
DESCRIPTION = HOME / "openapi.json"
CLIENT = HOME / "anju_client.py"
PRELUDE = ROOT / "scripts" / "api_client_prelude.txt"
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql://127.0.0.1:1/none")
    os.environ["ANJU_ENV"] = "test"
    os.environ.update(configuration.of_product(tables.TEST_WORK, 8000, 8100))
    import django

    django.setup()
    from anju.portals.api.views import api

    described = as_text(api.get_openapi_schema(path_prefix="/api/v1/"))
    HOME.mkdir(exist_ok=True)
    DESCRIPTION.write_text(described)
    CLIENT.write_text(client_of(json.loads(described)))


def as_text(schema: Any) -> str:
    return json.dumps(json.loads(json.dumps(schema)), ensure_ascii=False, indent=1) + "\n"


def client_of(schema: dict[str, Any]) -> str:
    """The whole module: what is sent and answered as dataclasses, each operation as a method."""
    models = "\n\n".join(
        model_of(name, model) for name, model in schema["components"]["schemas"].items()
    )
    methods = "\n\n".join(
        method_of(path, verb, operation)
        for path, verbs in schema["paths"].items()
        for verb, operation in verbs.items()
    )
    events = "\n".join(
        f"    {name!r}: {hook['post']['summary']!r}," for name, hook in schema["webhooks"].items()
    )
    return (
        PRELUDE.read_text()
        .replace("# MODELS\n", models + "\n")
        .replace("    # METHODS\n", methods + "\n")
        .replace("    # EVENTS\n", events + "\n")
    )


def model_of(name: str, model: dict[str, Any]) -> str:
    required = model.get("required", [])
    fields = model.get("properties", {})
    lines = ["@dataclass(frozen=True, kw_only=True)", f"class {name}:"]
    if said := model.get("description"):
        lines += [f'    """{one_line(said)}"""', ""]
    for field, shape in fields.items():
        kind = type_of(shape)
        optional = field not in required
        if optional and "None" not in kind:
            kind += " | None"
        note = f"  # {one_line(shape['description'])}" if shape.get("description") else ""
        lines.append(f"    {as_name(field)}: {kind}{' = None' if optional else ''}{note}")
    return "\n".join(lines if fields else [*lines, "    pass"])


def method_of(path: str, verb: str, operation: dict[str, Any]) -> str:
    inputs, named, query, header = [], [], [], ""
    for one in operation["parameters"]:
        name = as_name(one["name"])
        if one["in"] == "path":
            inputs.append(f"{name}: str")
        elif one["in"] == "query":
            kind = type_of(one["schema"])
            if not one["required"] and "None" not in kind:
                kind += " | None"
            named.append(f"{name}: {kind}" + ("" if one["required"] else " = None"))
            query.append(f"{one['name']!r}: {name}")
        else:
            header = name
            named.append(f"{name}: str")
    sent = "None"
    if body := operation.get("requestBody"):
        inputs.append(f"body: {type_of(body['content']['application/json']['schema'])}")
        sent = "body"
    answer = next(
        type_of(one["content"]["application/json"]["schema"])
        for status, one in operation["responses"].items()
        if int(status) < 300
    )
    arguments = ", ".join(["self", *inputs, *(["*", *named] if named else [])])
    place = re.sub(r"\{(\w+)\}", lambda found: f"{{quote({as_name(found[1])}, safe='')}}", path)
    literal = f"f{place!r}" if "{" in place else repr(place)
    if "{" in place:
        literal = 'f"' + place + '"'
    call = f"self._call({verb.upper()!r}, {literal}, {{{', '.join(query)}}}, {sent}, {header or 'None'})"
    said = [operation["summary"], *operation.get("description", "").strip().splitlines()]
    first, *rest = said
    doc = f'        """{first}' + ("\n\n" + indented(rest) + "\n        " if rest else "") + '"""'
    return (
        f"    def {snake(operation['operationId'])}({arguments}) -> {answer}:\n"
        f"{doc}\n        return _read({answer}, {call})\n"
    )


def type_of(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(type_of(one) for one in shape["anyOf"]))
    kind = shape.get("type")
    if kind == "array":
        return f"list[{type_of(shape['items'])}]"
    if kind == "object":
        return "dict[str, Any]"
    if "enum" in shape or "const" in shape:
        return "str"
    return PLAIN.get(str(kind), "Any")


def as_name(text: str) -> str:
    name = re.sub(r"\W", "_", text).lower() if "-" in text else text
    return f"{name}_" if keyword.iskeyword(name) else name


def snake(text: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", text).lower()


def one_line(text: str) -> str:
    return " ".join(text.split())


def indented(lines: list[str]) -> str:
    return "\n".join(f"        {line.strip()}" if line.strip() else "" for line in lines)


if __name__ == "__main__":
    main()
