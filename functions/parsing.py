"""What requests say: headers, queries and bodies as models, or Invalid with the fields that are wrong."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from chalice.app import Request
from pydantic import BaseModel, ValidationError

from neufit.domain.errors import FieldError, Invalid, UnsupportedType

JSON = "application/json"


def header_text(value: str) -> str:
    """What a header says. HTTP carries bytes: they are read as UTF-8 where they are that, else as ISO 8859-1.

    Servers differ in how they hand odd bytes on: as ISO 8859-1, or as surrogates (PEP 383).
    """
    try:
        raw = value.encode("latin-1")
    except UnicodeEncodeError:
        raw = value.encode("utf-8", "surrogateescape" if _SMUGGLED.search(value) else "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


_SMUGGLED = re.compile("[\udc80-\udcff]")
_EXTENDED = re.compile(r"utf-8'[A-Za-z-]*'((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-Fa-f]{2})*)\Z", re.IGNORECASE)


def _extended(value: str) -> str:
    """A value in the extended notation of RFC 8187 (``UTF-8''p%C3%A4ss``), or any other as it is."""
    match = _EXTENDED.match(value)
    return unquote_to_bytes(match[1]).decode("utf-8", "replace") if match else value


def _invalid(error: ValidationError, where: str) -> Invalid:
    fields = []
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        path = ".".join(str(part) for part in item["loc"])[:100] or where
        fields.append(FieldError(path, item["msg"]))
    named = ", ".join(dict.fromkeys(entry.field for entry in fields[:5]))
    return Invalid(f"Look at: {named}.", fields=fields[:50])


def parse_headers(model: type[BaseModel] | None, given: Mapping[str, str]) -> BaseModel | None:
    """The headers that a model names; ``given`` are all of them by lower-case name."""
    if model is None:
        return None
    names = [info.alias or name for name, info in model.model_fields.items()]
    values = {name: _extended(given[name.lower()]) for name in names if name.lower() in given}
    try:
        return model.model_validate(values, by_alias=True, by_name=False)
    except ValidationError as error:
        raise _invalid(error, "headers") from None


def parse_query(model: type[BaseModel] | None, request: Request) -> BaseModel | None:
    """The query. Parameters that the model doesn't name, and repeated ones that aren't lists, are refused."""
    params = request.query_params
    if model is None:
        return None
    values: dict[str, Any] = {}
    many = {info.alias or name for name, info in model.model_fields.items() if _takes_many(info.annotation)}
    for name in params or {}:
        found = params.getlist(name)
        if name in many:
            values[name] = found
        elif len(found) > 1:
            raise Invalid(f"{name} is given more than once.", fields=[FieldError(name, "given more than once")])
        else:
            values[name] = found[0]
    try:
        return model.model_validate(values, by_alias=True, by_name=False)
    except ValidationError as error:
        raise _invalid(error, "query") from None


def _takes_many(annotation: object) -> bool:
    return getattr(annotation, "__origin__", None) in {list, tuple, set}


def parse_body(
    request: Request, content_type: str, *, model: type[BaseModel] | None, required: bool, binary: tuple[str, ...]
) -> tuple[BaseModel | None, bytes | None]:
    """The body as a model, or as it is when its type is one of ``binary`` (``image/*``). Raise UnsupportedType."""
    if model is None and not binary:
        return None, None
    raw: bytes = request.raw_body or b""
    if _matches(content_type, binary):
        return None, raw
    if model is None or (content_type != JSON and (raw or required)):
        takes = ", ".join([*([JSON] if model else []), *binary])
        raise UnsupportedType(f"This takes {takes}; the request says {content_type or 'nothing'}.")
    if not raw.strip() and not required:
        raw = b"{}"
    try:
        return model.model_validate_json(raw, by_alias=True, by_name=False), None
    except ValidationError as error:
        raise _invalid(error, "body") from None


def _matches(content_type: str, patterns: tuple[str, ...]) -> bool:
    return any(
        content_type == pattern or (pattern.endswith("/*") and content_type.startswith(pattern[:-1]))
        for pattern in patterns
    )
