"""Value functions: from an indicator's unit to a worth between 0 and 1, on goalposts that do not move with the data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from prosmed_gis.config.base import Model


def _in_order(lo: float, hi: float) -> None:
    if lo >= hi:
        msg = (
            f"goalposts the wrong way round: lo {lo:g} must be below hi {hi:g}; "
            "for a worth that falls as the value rises, keep lo < hi and write 'form: decreasing'"
        )
        raise ValueError(msg)


class Linear(Model):
    """0 at `lo`, 1 at `hi`, straight between, flat outside."""

    form: Literal["linear"]
    lo: float
    hi: float

    @model_validator(mode="after")
    def _goalposts_in_order(self) -> Linear:
        _in_order(self.lo, self.hi)
        return self


class Decreasing(Model):
    """1 at `lo`, 0 at `hi`, straight between, flat outside."""

    form: Literal["decreasing"]
    lo: float
    hi: float

    @model_validator(mode="after")
    def _goalposts_in_order(self) -> Decreasing:
        _in_order(self.lo, self.hi)
        return self


class Log(Model):
    """As linear, on log(1 + x); values below 0 count as 0."""

    form: Literal["log"]
    lo: float = Field(ge=0)
    hi: float = Field(ge=0)

    @model_validator(mode="after")
    def _goalposts_in_order(self) -> Log:
        _in_order(self.lo, self.hi)
        return self


class Steps(Model):
    """Value of the last step whose threshold is reached; below the first step 0."""

    form: Literal["steps"]
    steps: tuple[tuple[float, float], ...] = Field(min_length=1)
    """(threshold, worth 0-1), thresholds ascending."""

    @model_validator(mode="after")
    def _steps_ascend(self) -> Steps:
        thresholds = [threshold for threshold, _ in self.steps]
        if thresholds != sorted(set(thresholds)):
            msg = "thresholds of the steps must ascend"
            raise ValueError(msg)
        if any(not 0 <= worth <= 1 for _, worth in self.steps):
            msg = "the worth of a step must lie between 0 and 1"
            raise ValueError(msg)
        return self


class Window(Model):
    """Rises from `lo`, holds 1 between `best_from` and `best_to`, falls to `floor` at `hi`."""

    form: Literal["window"]
    lo: float
    best_from: float
    best_to: float
    hi: float
    floor: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if not self.lo < self.best_from <= self.best_to < self.hi:
            msg = "a window needs lo < best_from <= best_to < hi"
            raise ValueError(msg)
        return self


Value = Annotated[Linear | Decreasing | Log | Steps | Window, Field(discriminator="form")]
