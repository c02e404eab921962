"""What is public: the functions and classes of a package that others may call."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

from tests.rules.tree import python_files, text


def public(package: str) -> Iterator[tuple[str, Any]]:
    """`module.name` below `package`, and the function or class, where neither begins with an underscore."""
    top = importlib.import_module(package)
    for found in pkgutil.walk_packages(top.__path__, f"{package}."):
        if any(part.startswith("_") for part in found.name.split(".")):
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            own = getattr(value, "__module__", None) == found.name
            if own and not name.startswith("_") and (inspect.isfunction(value) or inspect.isclass(value)):
                yield f"{found.name}.{name}", value


def used_from_outside(package: str) -> set[str]:
    """`module.name` of what files outside of `package` import from it, or its packages' `__all__` offer."""
    names = set()
    inside = f"src/{package.replace('.', '/')}"
    for path in python_files("src/accord"):
        if inside in path.as_posix():
            continue
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.ImportFrom) and node.module and f"{node.module}.".startswith(f"{package}."):
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {_home(name) for name in names | _offered(package)}


def _offered(package: str) -> set[str]:
    top = importlib.import_module(package)
    modules = [package, *(found.name for found in pkgutil.walk_packages(top.__path__, f"{package}.") if found.ispkg)]
    return {
        f"{module}.{name}" for module in modules for name in getattr(importlib.import_module(module), "__all__", ())
    }


def _home(name: str) -> str:
    """Where a name is defined: a package may hand on what a module of it holds."""
    module, _, last = name.rpartition(".")
    value = getattr(importlib.import_module(module), last, None)
    return f"{getattr(value, '__module__', module)}.{last}"
