"""JSON schemas as people write them, made by hypothesis: bounded, so that a reply can end."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]

NAMES = ["name", "age", "e-mail", "a b", "naïve", "日本", 'quo"te', "back\\slash", "$x", "0", ""]
WORDS = [
    "red",
    "green",
    "",
    "naïve café",
    "日本語",
    'say "hi"',
    "a\\b",
    "line\nbreak",
    "😀",
    "</s>",
]
PATTERNS = [
    "^[a-z]{1,5}$",
    "^[A-Z][a-z]{0,3}( [A-Z][a-z]{0,3}){0,2}$",
    r"^\d{3}-\d{4}$",
    "^(yes|no|maybe)$",
    '^"?[^"\\\\]{0,4}"?$',
    "^[äöü日本]{2}$",
    r"^\+?[0-9]{1,3}(\.[0-9]{1,2})?$",
]
FORMATS = ["date", "time", "date-time", "uuid", "ipv4", "ipv6"]
DEPTH = 4

scalars = st.none() | st.booleans() | st.integers(-999, 999) | st.sampled_from(WORDS)


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    """Of all kinds, up to DEPTH deep, with references to `$defs` and one that refers to itself."""
    schema = draw(_nodes(DEPTH, ["#/$defs/small", "#/$defs/tree"]))
    small = draw(_nodes(1, []))
    tree = {
        "type": "object",
        "properties": {"value": draw(_nodes(1, [])), "next": {"$ref": "#/$defs/tree"}},
        "required": ["value"],
        "additionalProperties": False,
    }
    return {**schema, "$defs": {"small": small, "tree": tree}}


@st.composite
def _nodes(draw: st.DrawFn, depth: int, references: list[str]) -> Schema:
    kinds: list[Any] = [_strings, _integers, _numbers, _values]
    if depth > 1:
        kinds += [_objects, _objects, _arrays, _unions]
    kind = draw(st.sampled_from(kinds))
    if references and draw(st.integers(0, 7)) == 0:
        return {"$ref": draw(st.sampled_from(references))}
    schema: Schema = draw(kind(depth - 1, references))
    if "type" in schema and draw(st.integers(0, 5)) == 0:
        schema = {**schema, "type": [schema["type"], "null"]}
    return schema


@st.composite
def _strings(draw: st.DrawFn, _depth: int, _references: list[str]) -> Schema:
    match draw(st.sampled_from(["length", "pattern", "format"])):
        case "pattern":
            return {"type": "string", "pattern": draw(st.sampled_from(PATTERNS))}
        case "format":
            return {"type": "string", "format": draw(st.sampled_from(FORMATS))}
        case _:
            least = draw(st.integers(0, 5))
            return {
                "type": "string",
                "minLength": least,
                "maxLength": least + draw(st.integers(0, 8)),
            }


@st.composite
def _integers(draw: st.DrawFn, _depth: int, _references: list[str]) -> Schema:
    least = draw(st.integers(-1000, 1000))
    schema: Schema = {"type": "integer", "minimum": least}
    schema[draw(st.sampled_from(["maximum", "exclusiveMaximum"]))] = least + draw(
        st.integers(2, 500)
    )
    if draw(st.booleans()):
        schema["multipleOf"] = draw(st.sampled_from([1, 2]))
    return schema


@st.composite
def _numbers(draw: st.DrawFn, _depth: int, _references: list[str]) -> Schema:
    least = draw(st.integers(-1000, 1000)) / 8 + 1 / 16  # 0 itself is a case of its own
    bounds = st.sampled_from([("minimum", "maximum"), ("exclusiveMinimum", "exclusiveMaximum")])
    low, high = draw(bounds)
    return {"type": "number", low: least, high: least + draw(st.integers(1, 500)) / 4}


@st.composite
def _values(draw: st.DrawFn, _depth: int, _references: list[str]) -> Schema:
    match draw(st.sampled_from(["boolean", "null", "enum", "const"])):
        case "enum":
            return {"enum": draw(st.lists(scalars, min_size=1, max_size=6, unique_by=repr))}
        case "const":
            nested = st.lists(scalars, max_size=2) | st.dictionaries(
                st.sampled_from(NAMES), scalars, max_size=2
            )
            return {"const": draw(scalars | nested)}
        case kind:
            return {"type": kind}


@st.composite
def _objects(draw: st.DrawFn, depth: int, references: list[str]) -> Schema:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    required = draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    schema: Schema = {
        "type": "object",
        "properties": {name: draw(_nodes(depth, references)) for name in names},
        "required": required,
        "additionalProperties": False,
    }
    if draw(st.integers(0, 3)) == 0:
        schema |= {"required": names, "maxProperties": len(names) + 1}
        schema["additionalProperties"] = draw(_nodes(1, []))
        schema["minProperties"] = draw(st.integers(0, len(names) + 1))
    return schema


@st.composite
def _arrays(draw: st.DrawFn, depth: int, references: list[str]) -> Schema:
    least = draw(st.integers(0, 2))
    schema: Schema = {"type": "array", "items": draw(_nodes(depth, references))}
    schema |= {"minItems": least, "maxItems": least + draw(st.integers(0, 3))}
    if draw(st.integers(0, 4)) == 0:
        schema["prefixItems"] = [draw(_nodes(depth, references)) for _ in range(least)]
    return schema


@st.composite
def _unions(draw: st.DrawFn, depth: int, references: list[str]) -> Schema:
    return {"anyOf": draw(st.lists(_nodes(depth, references), min_size=2, max_size=3))}
