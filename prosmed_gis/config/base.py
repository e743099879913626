"""The base of every configuration model: frozen, closed, documented by its attributes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen section of the configuration; an unknown key is an error, never ignored.

    The string under a field is its documentation: it goes into the JSON schema as it is.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, revalidate_instances="always", allow_inf_nan=False
    )
