"""What the planner's arrays hold, named once for type checkers; numba looks at the arrays themselves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
ShortInts = npt.NDArray[np.int16]
TinyInts = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
