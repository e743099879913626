"""XML elements in QGIS' dialect: attributes, option maps, and text that XML allows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

Option = str | int | float | bool | Mapping[str, "Option"] | Sequence["Option"] | None

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NAMESPACE = uuid.UUID("6f1b1c1e-6f0a-5b52-9a53-3b7d1c3c9d10")


def clean(value: object) -> str:
    """Return text without the characters that XML 1.0 forbids; one of them makes a whole project unreadable."""
    return _FORBIDDEN.sub("", str(value))


def element(
    tag: str, attributes: Mapping[str, object] | None = None, *children: ET.Element, text: object = ""
) -> ET.Element:
    """Return an element; attribute values and text are cleaned, children are appended in order."""
    made = ET.Element(tag, {name: clean(value) for name, value in (attributes or {}).items()})
    made.text = clean(text) or None
    made.extend(children)
    return made


def option(value: Option, name: str | None = None) -> ET.Element:
    """Return an `<Option>` of QGIS: text, number, boolean, map or list, nested as given."""
    named = {} if name is None else {"name": name}
    if value is None:
        return element("Option", named)
    if isinstance(value, Mapping):
        return element("Option", {**named, "type": "Map"}, *(option(inner, key) for key, inner in value.items()))
    if isinstance(value, bool):
        return element("Option", {**named, "type": "bool", "value": str(value).lower()})
    if isinstance(value, int | float):
        return element("Option", {**named, "type": "int" if isinstance(value, int) else "double", "value": value})
    if isinstance(value, str):
        return element("Option", {**named, "type": "QString", "value": value})
    return element("Option", {**named, "type": "List"}, *(option(inner) for inner in value))


def properties(expressions: Mapping[str, str], tag: str = "data_defined_properties") -> ET.Element:
    """Return data-defined properties: property name -> QGIS expression."""
    defined: Option = {
        key: {"active": True, "expression": expression, "type": 3} for key, expression in expressions.items()
    } or None
    return element(tag, None, option({"name": "", "properties": defined, "type": "collection"}))


def identifier(*words: str) -> str:
    """Return a UUID in braces that is always the same for the same words."""
    return "{" + str(uuid.uuid5(_NAMESPACE, "/".join(words))) + "}"


def quoted(value: object) -> str:
    """Return a text literal of QGIS' expression language and of SQL."""
    return "'" + clean(value).replace("'", "''") + "'"


def serialise(root: ET.Element) -> str:
    """Return the XML text of an element, two blanks an indent, with the document type that QGIS writes."""
    ET.indent(root)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + ET.tostring(root, encoding="unicode") + "\n"
