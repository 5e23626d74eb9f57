"""As much of JSON Schema as Slack's schemas of the app manifest use."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def problems(  # noqa: C901 - one line a keyword
    value: object, schema: Mapping[str, Any], root: Mapping[str, Any], at: str = ""
) -> Iterator[str]:
    """What is wrong with a value, each with where."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/definitions/")
        yield from problems(value, root["definitions"][name], root, at)
        return
    kind = schema.get("type")
    if isinstance(kind, str) and not isinstance(value, _KINDS[kind]):
        yield f"{at}: not {kind}"
        return
    for way in ("anyOf", "oneOf"):
        if way in schema and not any(not list(problems(value, one, root, at)) for one in schema[way]):
            yield f"{at}: fits none of {way}"
    for one in schema.get("allOf", ()):
        yield from problems(value, one, root, at)
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: not one of {schema['enum']}"
    if isinstance(value, str):
        yield from _text(value, schema, at)
    if isinstance(value, list):
        if len(value) > schema.get("maxItems", len(value)) or len(value) < schema.get("minItems", 0):
            yield f"{at}: {len(value)} items"
        for place, one in enumerate(value):
            yield from problems(one, schema.get("items", {}), root, f"{at}/{place}")
    if isinstance(value, dict):
        yield from _object(value, schema, root, at)


def _text(value: str, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{at}: {len(value)} characters"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: not like {schema['pattern']}"


def _object(value: dict[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], at: str) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}: no {name}"
    known = schema.get("properties", {})
    for name, one in value.items():
        if name in known:
            yield from problems(one, known[name], root, f"{at}/{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: unknown {name}"
