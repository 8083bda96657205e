"""What the design promises about the shape of the code."""

from __future__ import annotations

import ast
import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import DAY, ROOT, epoch

HOOKS = ROOT / "hooks"
PACKAGE = HOOKS / "plumbline"
MODULES = {
    str(path.relative_to(HOOKS)): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "__pycache__" not in path.parts
}
MAX_LINES = 400
EVENTS = {
    "on_startup",
    "on_shutdown",
    "on_serve",
    "on_config",
    "on_pre_build",
    "on_files",
    "on_nav",
    "on_env",
    "on_post_build",
    "on_build_error",
    "on_pre_template",
    "on_template_context",
    "on_post_template",
    "on_pre_page",
    "on_page_markdown",
    "on_page_content",
    "on_page_context",
    "on_post_page",
}


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).endswith("import_module")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_only_the_adapters_import_mkdocs() -> None:
    offenders = [
        name
        for name, path in MODULES.items()
        if not name.startswith("plumbline/adapters/")
        and any(within(module, "mkdocs", "material") for module in imports(path))
    ]
    assert offenders == []


def test_nothing_but_the_hook_file_imports_the_adapters() -> None:
    offenders = [
        name
        for name, path in MODULES.items()
        if not name.startswith("plumbline/adapters/")
        and any(within(module, "plumbline.adapters") for module in imports(path))
    ]
    assert offenders == []
    assert any(within(m, "plumbline.adapters") for m in imports(HOOKS / "mkdocs_hooks.py"))


LAYERS = {
    "diagnostics": ("content", "data", "evidence", "charts", "rules", "site"),
    "content": ("data", "charts", "rules", "site"),  # front matter declares claims
    "data": ("charts", "rules", "site"),
    "evidence": ("rules", "site"),
    "charts": ("site",),
}
"""Folders with those that they do not know of."""


@pytest.mark.parametrize("folder", LAYERS)
def test_readers_do_not_know_who_uses_them(folder: str) -> None:
    above = tuple(f"plumbline.{name}" for name in LAYERS[folder])
    offenders = [
        (name, module)
        for name, path in MODULES.items()
        if name.startswith(f"plumbline/{folder}/")
        for module in imports(path)
        if within(module, *above)
    ]
    assert offenders == []


def test_modules_are_short() -> None:
    long = {
        name: count
        for name, path in MODULES.items()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_nothing_is_printed_past_the_command_line() -> None:
    offenders = [
        f"{name}:{node.lineno}"
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert offenders == []


NAMED = [
    name
    for name in MODULES
    if not name.endswith("__init__.py")
    and not (name.startswith("plumbline/rules/") and name.count("/") == 3)
]
"""Modules that say what they offer: all but the rules, whose registry looks for fixed names."""


@pytest.mark.parametrize("name", NAMED)
def test_module_says_what_it_offers(name: str) -> None:
    module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
    offered = module.__all__
    assert [n for n in offered if not hasattr(module, n)] == []
    assert len(set(offered)) == len(offered)


def test_private_names_stay_in_their_module() -> None:
    offenders = [
        f"{name}: {node.module}.{alias.name}"
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and within(node.module or "", "plumbline")
        for alias in node.names
        if alias.name.startswith("_") and alias.name != "__version__"
    ]
    assert offenders == []


def test_every_module_and_package_has_a_docstring() -> None:
    bare = [
        name
        for name, path in MODULES.items()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert bare == []


def test_hooks_are_thin_and_only_events() -> None:
    tree = ast.parse((HOOKS / "mkdocs_hooks.py").read_text(encoding="utf-8"))
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    assert set(functions) <= EVENTS
    for name, function in functions.items():
        statements = [n for n in ast.walk(function) if isinstance(n, ast.stmt)]
        assert len(statements) <= 5, name
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert [name for name in imported if name.startswith("on_")] == []


WITHOUT_MKDOCS = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("mkdocs", "material"):
            raise ModuleNotFoundError(f"blocked: {name}")

sys.meta_path.insert(0, Blocker())
from plumbline.cli import main
main(["check"])
"""


def test_core_checks_a_project_without_mkdocs(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests" / "rules" / "_base", project)
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_MKDOCS],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch(DAY)},
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.strip() == "No problems found."


@pytest.mark.parametrize("name", ["plumbline.cli", "plumbline.rules.runner"])
def test_command_line_starts_without_what_only_some_runs_need(name: str) -> None:
    code = f"import sys, {name}; print(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert loaded & {"mkdocs", "material", "plotly", "kaleido", "pypandoc", "playwright"} == set()


def test_rules_are_loaded_without_what_renders_or_few_files_need() -> None:
    code = (
        "import sys; from plumbline.rules.registry import rules; rules();"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "yaml" in loaded
    assert loaded & {"markdown", "jinja2", "plotly", "stdnum", "pycountry", "concurrent"} == set()


def test_command_line_starts_without_what_checks() -> None:
    code = "import sys, plumbline.cli; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "plumbline.rules.runner" not in run.stdout.split()
    assert "plumbline.check_command" in run.stdout.split()
