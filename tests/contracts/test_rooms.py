"""The rooms of the house: none too large, none with a name that says nothing, each with its templates,
each drawn in the docs.

That imports run one way and no room imports in a circle is held by the import-linter contracts (`test_house.py`).
"""

import ast
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = ("filings", "experts", "funds", "portal/markets")
QUARTERS = tuple(f"funds/{name}" for name in ("selection", "grants", "pilots", "strategy", "finance"))
FLOORS = ("portal", "portal/core", "portal/shell", *DOMAINS, *QUARTERS)  # whose own files are rooms by themselves
LARGEST_FILES, LARGEST_LINES = 20, 2500
SHORT = 30
SLICE = {
    "__init__",
    "kind",
    "models",
    "acts",
    "queries",
    "pages",
    "desk",
    "noted",
}  # looked for by name in every room, however short
NAMELESS = {
    "utils",
    "helpers",
    "common",
    "manager",
    "misc",
    "rules",
}  # `rules` meant three things: periods, acts, rights
TEMPLATES = ROOT / "portal" / "templates"


def sources():
    return [p for domain in ("portal", "filings", "experts", "funds") for p in sorted((ROOT / domain).rglob("*.py"))]


def room_of(path):
    """The folder that a file stands in, from the root; the floors themselves are no rooms."""
    folder = path.relative_to(ROOT).parent.as_posix()
    return None if folder in FLOORS else folder


def rooms():
    found = defaultdict(list)
    for path in sources():
        if room_of(path):
            found[room_of(path)].append(path)
    return dict(found)


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_room_is_too_large():
    sizes = {
        room: (len(files), sum(len(f.read_text("utf-8").splitlines()) for f in files))
        for room, files in rooms().items()
    }
    assert sizes
    assert {room: size for room, size in sizes.items() if size[0] > LARGEST_FILES or size[1] > LARGEST_LINES} == {}


def test_each_name_says_something():
    assert [p for p in sources() if p.stem in NAMELESS or p.parent.name in NAMELESS | {"kinds"}] == []


def test_every_file_says_why_it_is_there():
    silent = [
        name_of(p)
        for p in sources()
        if p.read_text("utf-8").strip() and ast.get_docstring(ast.parse(p.read_text("utf-8"))) is None
    ]
    assert silent == []


def imports():
    """{module: the modules that import it}, imports within functions included."""
    names = {name_of(p): p for p in sources()}
    found = defaultdict(set)
    for name, path in names.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                wanted = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                wanted = [
                    f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in names else node.module
                    for alias in node.names
                ]
            else:
                continue
            for one in wanted:
                if one in names and one != name:
                    found[one].add(name)
    return names, found


def test_a_short_file_that_one_neighbour_reads_stands_in_it():
    names, readers = imports()
    alone = [
        name
        for name, path in names.items()
        if path.stem not in SLICE
        and len(path.read_text("utf-8").splitlines()) < SHORT
        and len(readers[name]) == 1
        and names[next(iter(readers[name]))].parent == path.parent
    ]
    assert alone == []


def at_import(node):
    """Every node that runs when the file is imported: all but bodies of functions, and what a script alone does."""
    for child in ast.iter_child_nodes(node):
        script = isinstance(child, ast.If) and "__main__" in ast.unparse(child.test)
        if not script and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from at_import(child)


def root_name(node):
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


CHANGES = {
    "append", "add", "extend", "update", "setdefault", "insert", "pop", "popitem", "remove", "discard", "clear", "sort", "reverse",
    "__setitem__", "__delitem__", "__setattr__",
}  # fmt: skip


def changed_at_import(source):
    """(line, name) of what a file imported and changes, or may change, while it is imported itself."""
    tree = ast.parse(source)
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in at_import(tree):
        changed = []
        if isinstance(node, ast.Assign | ast.Delete):
            changed = [one for one in node.targets if isinstance(one, ast.Subscript | ast.Attribute)]
        elif isinstance(node, ast.AugAssign) or (
            isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Subscript | ast.Attribute)
        ):
            changed = [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            changed = [node.func.value]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"setattr", "delattr"}:
            changed = node.args[:1]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):  # done for its effect alone
            changed = [*node.value.args, node.value.func]
        yield from ((node.lineno, root_name(one)) for one in changed if root_name(one) in imported)


def test_no_module_changes_another_at_import():
    """What a domain tells the kernel or the shell are fields of its Module."""
    found = [(name_of(path), *one) for path in sources() for one in changed_at_import(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "X['k'] = 1", "X.y = 1", "X |= {1: 2}", "del X['k']", "X['k']: int = 1", "X.update(a=1)", "X.sort()", "X.__setitem__(1, 2)",
        "setattr(X, 'y', 1)", "fill(X)", "X.fill()", "if True:\n    for one in ():\n        X.add(one)",
        "try:\n    pass\nexcept ValueError:\n    X.clear()", "class Y:\n    X.append(1)",
    ],
)  # fmt: skip
def test_a_change_at_import_is_seen(line):
    assert [name for _, name in changed_at_import(f"from portal.core.mail import X, fill\n{line}")]


def test_a_file_is_read_by_somebody():
    names, readers = imports()
    roots = {
        "portal.app",
        "portal.config",
        "portal.frontend",
        *(f"{d}.module" for d in ("filings", "experts", "funds", "portal.markets")),
    }
    assert [n for n, path in names.items() if path.name != "__init__.py" and not readers[n] and n not in roots] == []


def test_who_calls_itself_pure_is_held_to_it():
    """A first line that says so stands under the contract that forbids the web and the database."""
    held = next(
        contract["source_modules"]
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
        if contract["name"].startswith("Pure")
    )
    says = re.compile(r"\bPure[.:]")
    found = [
        name_of(path)
        for path in sources()
        if says.search(
            (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").splitlines()[0]
            if path.read_text("utf-8").strip()
            else ""
        )
    ]
    assert found
    assert [name for name in found if not any(name == one or name.startswith(f"{one}.") for one in held)] == []


def test_templates_stand_with_their_rooms():
    """`templates/<domain>/<room>/` mirrors the rooms; a domain's own folder holds what several of its rooms show."""
    homes = {
        "shell": "portal/shell",
        "markets": "portal/markets",
        "filings": "filings",
        "experts": "experts",
        "funds": "funds",
    }
    free = {"ui", "mail", "."}
    astray = []
    for path in TEMPLATES.rglob("*.html"):
        folder = path.relative_to(TEMPLATES).parent
        first = folder.parts[0] if folder.parts else "."
        home = ROOT / homes.get(first, "") / Path(*folder.parts[1:]) if first not in free else ROOT
        if first not in free and (first not in homes or not (home.is_dir() or home.with_suffix(".py").is_file())):
            astray.append(str(path.relative_to(TEMPLATES)))
    assert astray == []


@pytest.mark.parametrize("home", ["portal/shell", *DOMAINS])
def test_a_domain_shows_its_own_templates(home):
    own = home.rpartition("/")[2]
    foreign = {"shell", "markets", "filings", "experts", "funds"} - {own}
    for path in sorted((ROOT / home).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
                assert node.value.partition("/")[0] not in foreign, (path, node.value)
    shown = re.compile(r"{%-?\s*(?:include|import|extends|from)\s+[\"']([a-z_]+)/")
    for path in sorted((TEMPLATES / own).rglob("*.*")):
        assert not foreign & set(shown.findall(path.read_text("utf-8"))), path


def test_the_docs_draw_every_room():
    drawn = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    held = {room for room in rooms() if not room.endswith("/data")}
    assert {room for room in held if f"`{room}/`" not in drawn} == set()


def statements(tree):
    """(last line, whether inside a function) of every statement."""

    def walk(node, inside):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                yield child.end_lineno, inside
            yield from walk(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))

    return walk(tree, False)


def test_the_formatter_skips_tables_of_declarations_only():
    """Code is laid out by the formatter; a table that is read line by line may stand as it was written."""
    found = []
    for path in [*sources(), *sorted((ROOT / "tests").rglob("*.py"))]:
        text = path.read_text("utf-8")
        skipped = {n for n, line in enumerate(text.splitlines(), start=1) if line.endswith("# fmt: skip")}
        if skipped:
            code = {line for line, inside in statements(ast.parse(text)) if inside}
            found += [f"{path.relative_to(ROOT)}:{n}" for n in sorted(skipped & code)]
    assert found == []


def docstrings(tree):
    for node in ast.walk(tree):
        for statement in getattr(node, "body", None) or [] if not isinstance(node, ast.Lambda | ast.IfExp) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield range(statement.lineno, statement.end_lineno + 1)


def test_docstrings_are_wrapped():
    found = []
    for path in sources():
        text = path.read_text("utf-8")
        lines = text.splitlines()
        for at in docstrings(ast.parse(text)):
            found += [f"{path.relative_to(ROOT)}:{n}" for n in at if len(lines[n - 1]) > 120]
    assert found == []


def test_no_line_of_a_page_is_too_long_to_read():
    """A paragraph of a mail is one line; a page has none that needs it."""
    found = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for n, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > 200
    ]
    assert found == []
