"""The restricted likelihood of all five variances over rows, by mixed-model equations: slow, and not our engine's way.

Henderson's equations hold every area, school, cell and pupil as an unknown of its own; nothing is added up beforehand
and nothing is taken as one number a school. Minus twice the log of the restricted likelihood is, but for a constant,
log|R| + log|G| + log|C| + y'Py, with C the matrix of the equations (Searle, Casella and McCulloch 1992, chapter 7).
"""

import math
import random

import numpy as np
from scipy import sparse
from scipy.sparse import linalg

NAMES = ("area", "school", "cell", "pupil", "residual")
TRUE = dict(zip(NAMES, (0.21, 0.15, 0.085, 0.6, 1.45), strict=True))


def service(targets, schools, areas, seed=11):
    """Values, schools, areas and pupils of a made-up service; the same on every machine.

    Only `random()` is drawn, whose stream Python promises; pupils have targets in two areas at most.
    """
    dice = random.Random(seed)

    def normal(variance):
        return math.sqrt(-2 * variance * math.log(1 - dice.random())) * math.cos(2 * math.pi * dice.random())

    def below(n):
        return int(n * dice.random())

    shares = np.cumsum([1 / (1 + s) ** 0.5 for s in range(schools)])
    of_area = [normal(TRUE["area"]) for _ in range(areas)]
    of_school = [normal(TRUE["school"]) for _ in range(schools)]
    of_cell = [[normal(TRUE["cell"]) for _ in range(areas)] for _ in range(schools)]
    everybody = [
        (
            int(np.searchsorted(shares, dice.random() * shares[-1])),
            (below(areas), below(areas)),
            normal(TRUE["pupil"]),
        )
        for _ in range(2 * targets // 5)
    ]
    rows = []
    for _ in range(targets):
        at = below(len(everybody))
        school, own, apart = everybody[at]
        area = own[below(2)]
        y = 2.2 + of_area[area] + of_school[school] + of_cell[school][area] + apart + normal(TRUE["residual"])
        rows.append((round(y, 3), school, area, at))
    return tuple(np.array(column) for column in zip(*rows, strict=True))


class Rows:
    """The equations of one set of rows; `height` is the log restricted likelihood at five variances."""

    def __init__(self, y, school, area, pupil):
        self.y = y
        both = np.unique(school * (area.max() + 1) + area, return_inverse=True)[1].reshape(-1)
        groups = [np.unique(g, return_inverse=True)[1].reshape(-1) for g in (area, school, both, pupil)]
        self.sizes = [int(g.max()) + 1 for g in groups]
        parts = [np.ones((y.size, 1))] + [
            sparse.csr_array((np.ones(y.size), (np.arange(y.size), g)), shape=(y.size, k))
            for g, k in zip(groups, self.sizes, strict=True)
        ]
        w = sparse.hstack(parts, format="csr")
        self.products, self.right = (w.T @ w).tocsc(), w.T @ y

    def height(self, variances):
        residual = variances[-1]
        ridge = np.concatenate(
            [[0.0], *(np.full(k, 1 / v) for k, v in zip(self.sizes, variances[:-1], strict=True))]
        )
        c = (self.products / residual + sparse.diags_array(ridge)).tocsc()
        factor = linalg.splu(
            c, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
        )
        logs = float(np.log(np.abs(factor.U.diagonal())).sum())
        b = self.right / residual
        squares = float(self.y @ self.y) / residual - float(b @ factor.solve(b))
        grouped = sum(k * math.log(v) for k, v in zip(self.sizes, variances[:-1], strict=True))
        return -(self.y.size * math.log(residual) + grouped + logs + squares) / 2
