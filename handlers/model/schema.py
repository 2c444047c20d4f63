"""Make the JSON schema of an answer, in the form that every server accepts. Pure."""

from typing import Any

from pydantic import BaseModel

# The keywords that we keep. Servers that enforce a schema refuse or ignore all other keywords.
_KEPT = frozenset({"type", "properties", "required", "additionalProperties", "enum", "items"})

Schema = dict[str, Any]


def schema_of(answer: type[BaseModel]) -> Schema:
    """Return a schema without references, defaults, lengths or ranges. All fields are required."""
    whole = answer.model_json_schema()
    return _plain(whole, whole.get("$defs", {}))


def _plain(part: Schema, definitions: Schema) -> Schema:
    """Return a part of a schema with only `_KEPT` keywords. `definitions` resolves references."""
    if reference := part.get("$ref"):
        return _plain(definitions[reference.rpartition("/")[2]], definitions)
    kept = {name: value for name, value in part.items() if name in _KEPT}
    if "properties" in kept:
        kept["properties"] = {
            name: _plain(each, definitions) for name, each in kept["properties"].items()
        }
        kept["required"] = list(kept["properties"])
        kept["additionalProperties"] = False
    if "items" in kept:
        kept["items"] = _plain(kept["items"], definitions)
    return kept
