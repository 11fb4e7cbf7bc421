"""The recipes of every published figure, under the name of its vector."""

from vector_recipes import groups, models, pupils
from vector_recipes.book import RECIPES

__all__ = ["RECIPES", "groups", "models", "pupils"]
