"""Does the code keep the rules of the house? Every failure names the file and what to do about it."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PORTAL = ROOT / "portal"
LONGEST_FUNCTION = 60
LONGEST_FILE = 400
COME_WITH_FLASK = {"click", "jinja2", "markupsafe"}
# A server and a folder of templates are used without being imported.
NOT_IMPORTED = {"gunicorn", "govuk-frontend-jinja"}
# What faces and slices stand on; whatever else is in portal/models belongs to casework.
NO_SLICE = {"assets", "commands", "domain", "integrations", "models", "static", "tenancy", "web"}
UNDER_EVERY_FACE = {
    "account", "actor", "base", "bounds", "engines", "key_tables", "keystore", "looks", "moment", "postgres_walls",
    "proof", "published", "published_file", "published_learning", "published_search", "publishing", "released",
    "sealed", "session", "sign_in", "sqlite_walls", "tables", "tripwire", "walls",
}  # fmt: skip
APART_FROM_CASEWORK = (
    "public-and-region-never-reach-casework", "published-stands-apart", "released-stands-apart"
)  # fmt: skip
# Words that say nothing about the job of a file (style of the house).
EMPTY_NAMES = {"helper", "helpers", "util", "utils", "manager", "managers", "misc", "common"}


def python_files(folder: Path = PORTAL) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def complain(faults: list[str], remedy: str) -> None:
    if faults:
        pytest.fail("\n".join([*faults, f"Remedy: {remedy}"]), pytrace=False)


# --- imports -----------------------------------------------------------------------------------------------


def test_every_import_contract_is_kept() -> None:
    linter = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"],
        cwd=ROOT, capture_output=True, check=False, text=True,
    )  # fmt: skip
    if linter.returncode != 0:
        pytest.fail(linter.stdout + linter.stderr, pytrace=False)


def named_by(contract: str, key: str) -> set[str]:
    """Return the modules that a contract names, each place of a slice by the name of its file."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    patterns = config[f"importlinter:contract:{contract}"][key].split()
    return {
        module
        for path in python_files()
        for module in [".".join(path.relative_to(ROOT).with_suffix("").parts)]
        for pattern in patterns
        if re.fullmatch(pattern.replace(".", r"\.").replace("*", r"\w+"), module)
    }


def modules_in_slices() -> dict[str, Path]:
    """Return every module of the three faces' jobs, by its name."""
    slices = [folder for folder in PORTAL.iterdir() if folder.is_dir() and folder.name not in NO_SLICE]
    found = (path for folder in slices for path in python_files(folder))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in found}


def imported_places(path: Path) -> Iterator[str]:
    """Yield what a file imports from, and what it imports from there, which may be a module too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (str(node.module), *(f"{node.module}.{name.name}" for name in node.names))
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("contract", APART_FROM_CASEWORK)
def test_every_model_that_no_face_stands_on_is_kept_from_the_public_and_the_region(contract: str) -> None:
    models = {f"portal.models.{path.stem}" for path in python_files(PORTAL / "models")}
    ground = {f"portal.models.{name}" for name in ("__init__", *UNDER_EVERY_FACE)}
    complain(
        [
            f"setup.cfg: {contract} does not forbid {name}"
            for name in sorted(models - ground - named_by(contract, "forbidden_modules"))
        ],
        "add it to forbidden_modules; only what the public or a regional lead needs is under every face.",
    )


def writers(modules: dict[str, Path]) -> set[str]:
    """Return what writes, whatever its file is called: it commits, or is called after operations."""
    return {
        name
        for name, path in modules.items()
        if name.endswith("operations") or ".commit()" in path.read_text(encoding="utf-8")
    }


def test_what_only_reads_never_reaches_what_writes_whatever_their_files_are_called() -> None:
    modules, graph = modules_in_slices(), grimp.build_graph("portal")
    written = writers(modules)
    complain(
        [
            f"{shown(modules[name])}: reaches {reached}, which writes"
            for name in sorted(modules)
            if name.endswith("queries")
            for reached in sorted(graph.find_upstream_modules(name) & written)
        ],
        "ask for what is read where it is written, or move the reading to a module of its own.",
    )


def test_what_writes_sees_no_form_and_no_view_whatever_their_files_are_called() -> None:
    modules = modules_in_slices()
    complain(
        [
            f"{shown(modules[name])}: imports {imported}"
            for name in sorted(writers(modules))
            for imported in imported_places(modules[name])
            if re.match(r"(flask_)?wtf", imported)
            or (imported in modules and re.search(r"(forms|views)$", imported))
        ],
        "let the view read the form, and give the operation plain values.",
    )


def test_the_rules_import_the_standard_library_only() -> None:
    faults = [
        f"{shown(path)}: imports {module}"
        for path in python_files(PORTAL / "domain")
        for module in imported_modules(path)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("portal.domain")
    ]
    complain(faults, "the rules stay plain Python; move what needs the import to the layer above.")


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "portal.domain" if node.level else str(node.module)


# --- tenants -----------------------------------------------------------------------------------------------


def own_words_of(tenant: dict[str, object]) -> set[str]:
    """Return the words by which code could tell this partnership from another."""
    screening = tenant.get("screening", {})
    assert isinstance(screening, dict)
    named = [
        tenant.get(key) for key in ("name", "short_name", "reference_prefix", "area", "council", "hostname")
    ]
    named += [screening.get(key) for key in ("body", "short_name", "receiving_group")]
    return {name for word in named for name in distinctive_names(str(word or ""))}


def distinctive_names(word: str) -> list[str]:
    """Return the names in a word: `Practice Group (PG)` holds two; "the Group" is nobody's own."""
    if re.fullmatch(r"[Tt]he \w+", word):
        return []
    return [name.strip() for name in re.split(r"[()]", re.sub(r"^[Tt]he ", "", word)) if name.strip()]


def tenant_words() -> dict[str, str]:
    """Return each word that belongs to one partnership, with the folder it belongs to."""
    words: dict[str, str] = {}
    for path in sorted((ROOT / "tenants").glob("*/tenant.toml")):
        slug = path.parent.name
        found = own_words_of(tomllib.loads(path.read_text(encoding="utf-8")))
        words |= dict.fromkeys(found | {slug, slug.replace("-", " ").title()}, slug)
    # A region's own name is as much a literal of one place as a partnership's.
    regions = ROOT / "tenants" / "regions.toml"
    if regions.exists():
        words |= {slug: "regions.toml" for slug in region_slugs(regions) if slug != "all-partnerships"}
    return words


def region_slugs(path: Path) -> list[str]:
    regions = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = regions.get("region", regions.get("regions", {}))
    return [str(item["slug"]) for item in listed] if isinstance(listed, list) else list(listed)


def code_and_templates() -> list[Path]:
    suffixes = {".py", ".html", ".xml", ".txt", ".scss", ".js", ".svg", ".atom", ".toml", ".json"}
    built = PORTAL / "static" / "build"
    found = [*PORTAL.rglob("*"), *(ROOT / "templates").rglob("*")]
    return sorted(path for path in found if path.suffix in suffixes and built not in path.parents)


def test_no_code_or_template_names_a_partnership() -> None:
    words = tenant_words()
    assert words, "no tenants/*/tenant.toml found"
    pattern = re.compile(
        r"(?<![\w-])("
        + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        + r")(?![\w-])",
        re.IGNORECASE,
    )
    faults = []
    for path in code_and_templates():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for word in pattern.findall(line):
                faults.append(f"{shown(path)}:{number}: {word!r} belongs to a partnership")
    complain(faults, "make it a key of tenant.toml and read it from the tenant.")


# --- shape -------------------------------------------------------------------------------------------------


def functions_of(path: Path) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_a_screen() -> None:
    faults = [
        f"{shown(path)}:{line}: {name} has {length} lines (at most {LONGEST_FUNCTION})"
        for path in python_files()
        for name, line, length in functions_of(path)
        if length > LONGEST_FUNCTION
    ]
    complain(faults, "give each step of the function a name of its own.")


def test_no_file_grows_beyond_what_one_reads_in_a_sitting() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    faults = [
        f"{shown(path)}: {length} lines (at most {LONGEST_FILE})"
        for path, length in lengths.items()
        if length > LONGEST_FILE
    ]
    complain(faults, "split the file by the questions it answers, not by layer.")


def test_every_module_says_which_question_it_answers() -> None:
    faults = [
        f"{shown(path)}: no docstring"
        for path in python_files()
        if path.read_text(encoding="utf-8").strip() and not docstring_of(path)
    ]
    complain(faults, "begin the file with one sentence saying what question it answers.")


def docstring_of(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_module_has_a_name_that_says_nothing() -> None:
    faults = [shown(path) for path in python_files() if EMPTY_NAMES & set(re.split(r"[_.]", path.stem))]
    complain(faults, "name the file after the job it does, in the field's words.")


def test_nothing_is_left_unfinished() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|coming soon)\b", re.IGNORECASE)
    faults = [
        f"{shown(path)}:{number}: {line.strip()[:80]}"
        for path in code_and_templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if mark.search(line)
    ]
    complain(faults, "finish it, or leave it out until it is real.")


# --- dependencies ------------------------------------------------------------------------------------------


def required_packages(*, for_development: bool = True) -> set[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = [config["options"]["install_requires"]]
    if for_development:
        listed += config["options.extras_require"].values()
    return {name for block in listed for name in names_of_packages(block)}


def packages_compared_with() -> set[str]:
    return names_of_packages((ROOT / "bench" / "requirements.in").read_text(encoding="utf-8"))


def names_of_packages(block: str) -> set[str]:
    names = (re.match(r"[A-Za-z0-9_.-]+", line.strip()) for line in block.splitlines())
    return {name.group().lower() for name in names if name}


def test_every_dependency_has_its_reason_in_the_decisions() -> None:
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    explained = {
        name.lower()
        for row in decisions.splitlines()
        if row.startswith("|")
        for name in re.findall(r"`([A-Za-z0-9_.-]+)(?:\[\w+\])?`", row.split("|")[1])
    }
    required = {"setup.cfg": required_packages(), "bench/requirements.in": packages_compared_with()}
    complain(
        [
            f"{file}: {name} has no line"
            for file, names in required.items()
            for name in sorted(names - explained)
        ],
        "add a row to the Libraries tables of docs/decisions.md: why this one and not its rival.",
    )


def test_every_library_that_is_imported_is_declared_and_every_declared_one_is_used() -> None:
    owners = packages_distributions()
    files = [*python_files(), *python_files(ROOT / "migrations"), ROOT / "wsgi.py"]
    modules = {name.split(".")[0] for path in files for name in imported_modules(path)} - {"portal"}
    used = {owners.get(name, [name])[0].lower() for name in modules - sys.stdlib_module_names}
    declared = required_packages(for_development=False)
    complain(
        [
            f"setup.cfg: {name} is imported and not declared"
            for name in sorted(used - declared - COME_WITH_FLASK)
        ]
        + [
            f"setup.cfg: {name} is declared and never imported"
            for name in sorted(declared - used - NOT_IMPORTED)
        ],
        "declare what the code imports, take out what it does not, then `make lock`.",
    )


def test_the_locks_hold_every_dependency_with_its_hash() -> None:
    locked = (ROOT / "requirements.txt").read_text() + (ROOT / "requirements-dev.txt").read_text()
    pinned = {
        name.lower().replace("_", "-") for name in re.findall(r"^([A-Za-z0-9_.-]+)==", locked, re.MULTILINE)
    }
    missing = sorted(name for name in required_packages() if name.replace("_", "-") not in pinned)
    complain([f"{name} is not locked" for name in missing], "run `make lock` and commit what it wrote.")
    assert locked.count("--hash=sha256:") >= len(pinned)


def test_no_file_names_the_host_of_a_package_registry() -> None:
    # Written in pieces, so that this file does not name one itself.
    hosts = [
        "files.python" + "hosted.org",
        "pypi." + "org",
        "registry.npm" + "js.org",
        "registry.yarn" + "pkg.com",
    ]
    pattern = re.compile(
        "|".join(map(re.escape, hosts)) + r'|^\s*(--index-url|--extra-index-url|"resolved":)', re.M
    )
    faults = []
    for path in tracked_files():
        found = pattern.search(path.read_bytes().decode("utf-8", errors="ignore"))
        if found:
            faults.append(f"{shown(path)}: {found.group().strip()}")
    complain(faults, "write the lock without addresses (`make lock` does).")
