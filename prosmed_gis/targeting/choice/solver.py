"""HiGHS, silent: stdout belongs to the answers of commands."""

from __future__ import annotations

import highspy


class QuietHighs(highspy.Highs):
    """A solver that never writes to stdout.

    highspy sets up its callbacks while it is constructed, and that prints a banner before a caller can switch the
    output off; here it is off by then.
    """

    def enableCallbacks(self) -> None:  # noqa: N802 - highspy's name
        """Switch the output off, then set up callbacks as highspy does."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]
