"""What stands below the fields of a model in its source, for schemas and for those who err."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from itertools import pairwise

from pydantic import BaseModel

__all__ = ["field_docs"]


@cache
def field_docs(model: type[BaseModel]) -> dict[str, str]:
    """Return the strings that stand below the fields of a model, inherited ones too, by field.

    pydantic reads them itself where `use_attribute_docstrings` says so, but whenever a model is
    imported, for which each check would wait.
    """
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if issubclass(kind, BaseModel) and kind is not BaseModel:
            found |= _own_docs(kind)
    return found


def _own_docs(model: type[BaseModel]) -> dict[str, str]:
    try:
        source = inspect.getsource(model)
    except OSError:  # installed without it
        return {}
    (tree,) = ast.parse(textwrap.dedent(source)).body
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in pairwise(tree.body if isinstance(tree, ast.ClassDef) else ())
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
