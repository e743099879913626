"""Least-cost travel over a raster of minutes per metre.

What a number of this room means:

* **A step** joins the centres of two cells and costs its length in metres times the mean friction of the cells that
  it touches: its two ends, and for a knight's move (16 neighbours) also the two cells that it crosses. One closed
  cell (inf) among them closes the step, so nobody leaps over a border or a river; corners are no barrier to a
  diagonal step, as in the field's other tools.
* **Direction** matters only where slope counts (`Walking`): a slope is measured along the way that people walk,
  towards the sources or away from them, as `Walking.towards` says. Without slope both ways take the same time.
* **Within** a standard or a cut-off is at most (`<=`), never less than. The cut-off is applied inside the search.
* **Rounding**: minutes are not rounded. Sums of a path are taken step by step from the source; a comparison with a
  standard allows `ROUNDING` (one part in a thousand million), so that the order of additions decides nothing.
* **Ties**: of sources at exactly the same time the one given first is named; a path passes this on to the cells
  behind it.
* **Unreached** cells have inf minutes and the source `NONE`; inf is within no standard.

Two engines give the same answers: compiled (numba) and library (scikit-image and scipy). They are equal to the last
bit without slope, and to about 1e-15 of the time with it.
"""
