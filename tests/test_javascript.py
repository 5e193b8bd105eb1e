"""Our scripts parse, never write markup, and find what is typed into the search box.

Node is not needed to run the atlas; where it is missing, what needs it is skipped aloud.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from webapp.search_index import search_entries

STATIC = Path(__file__).parents[1] / "static"
MODULES = sorted((STATIC / "js").rglob("*.js"))
CLASSIC = sorted((STATIC / "leaflet-atlas").glob("*.js"))
NODE = shutil.which("node") or shutil.which("nodejs")

needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed: scripts not parsed")

MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|createContextualFragment|DOMParser)\b"
    r"|\bdocument\.write(?:ln)?\b|\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\("
    r"|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]|javascript:|\.setAttribute\(\s*[\"'`]on"
)


def named(path):
    return f"{path.parent.name}/{path.name}"


def run(*args, cwd, text=None):
    return subprocess.run(
        [NODE, *args], cwd=cwd, input=text, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the modules in which Node knows that they are modules."""
    folder = tmp_path_factory.mktemp("js")
    shutil.copytree(STATIC / "js", folder / "js")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


def test_there_are_scripts_of_both_kinds():
    assert len(MODULES) >= 10
    assert len(CLASSIC) >= 8


@needs_node
@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_parses(tree, path):
    result = run("--check", str(path.relative_to(STATIC)), cwd=tree)

    assert result.returncode == 0, result.stderr


@needs_node
@pytest.mark.parametrize("path", CLASSIC, ids=named)
def test_a_classic_script_parses(tmp_path, path):
    # ".cjs" is what Node takes for a script without imports, as the browser does.
    copy = shutil.copy(path, tmp_path / f"{path.stem}.cjs")
    result = run("--check", str(copy), cwd=tmp_path)

    assert result.returncode == 0, result.stderr


@needs_node
def test_a_script_that_does_not_parse_is_noticed(tmp_path):
    (tmp_path / "a.cjs").write_text("const = 1;", encoding="utf-8")

    assert run("--check", "a.cjs", cwd=tmp_path).returncode != 0


@pytest.mark.parametrize("path", [*MODULES, *CLASSIC], ids=named)
def test_no_script_writes_markup_or_runs_text(path):
    """Everything a table says reaches the page by ``textContent``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if MARKUP.search(line)]

    # One function reads pages of this server, which escaped them; scripts in them do not run.
    assert len(found) == (1 if named(path) == "planner/page.js" else 0), found
    assert all("new DOMParser().parseFromString(" in line for line in found)


@pytest.mark.parametrize(
    "line",
    [
        "node.innerHTML = name;",
        "node.insertAdjacentHTML('beforeend', name)",
        "document.write(name)",
        "eval(name)",
        "new Function(name)()",
        "setTimeout('go()', 1)",
        "node.setAttribute('onclick', name)",
        "frame.srcdoc = name",
    ],
)
def test_the_pattern_finds_what_it_looks_for(line):
    assert MARKUP.search(line)


@pytest.mark.parametrize("path", CLASSIC, ids=named)
def test_a_classic_script_keeps_its_names_to_itself(path):
    text = path.read_text(encoding="utf-8")

    assert re.search(r"^\(function \(L\) \{\n  \"use strict\";", text, re.MULTILINE)
    assert text.rstrip().endswith("})(window.L);")


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_leaves_no_trace_of_debugging(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\bconsole\.(?:log|debug)\b|\bdebugger\b|\balert\(", text)


SEARCH = """
globalThis.window = { L: {} };
globalThis.document = {
  documentElement: { lang: "zh-CN" },
  getElementById: () => ({ textContent: "{}" }),
};
const { find } = await import("./js/search.js");
const { rows, typed } = JSON.parse(await new Response(process.stdin).text());
const entries = rows.map(([kind, id, city, zh, en, pinyin, initials]) =>
  ({ kind, id, city, zh, en, pinyin, initials, name: zh.toLowerCase(), lower: en.toLowerCase() }));
console.log(JSON.stringify(typed.map((text) => find(entries, text).map((entry) => entry.id))));
"""

FIRST_FOUND = {
    "徐汇": "310104",
    "徐汇区": "310104",
    "xuhui": "310104",
    "Xu Hui": "310104",
    "xu'hui": "310104",
    "xhq": "310104",
    "changning": "310105",
    "cnq": "310105",
    "minhang": "310112",
    "Minhang District": "310112",
    "长阳": "sh-changyang-campus",
    "cycg": "sh-changyang-campus",
    "AI+金融": "hp-ai-finance",
    "ai+jinrong": "hp-ai-finance",
    "类脑": "brain-inspired",
    "西带": "west",
    "上海": "shanghai",
    # A name that begins so comes before one that contains it (浦东张江).
    "张江": "sh-zhangjiang-ai-island",
    "  浦东新区 ": "310115",
}


@pytest.fixture(scope="module")
def find(tree, catalogue):
    """Search the real index by the page's own script."""
    (tree / "run.js").write_text(SEARCH, encoding="utf-8")

    def find(*typed):
        text = json.dumps({"rows": search_entries(catalogue), "typed": typed})
        result = run("run.js", cwd=tree, text=text)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return find


@needs_node
def test_what_is_typed_is_found_first(find):
    found = find(*FIRST_FOUND)

    assert {typed: ids[:1] for typed, ids in zip(FIRST_FOUND, found, strict=True)} == {
        typed: [row_id] for typed, row_id in FIRST_FOUND.items()
    }


@needs_node
def test_signs_alone_find_nothing(find):
    assert find("+", "-", " ", "'", "（）", "") == [[], [], [], [], [], []]


@needs_node
def test_what_there_is_not_is_not_found(find):
    assert find("火星", "zzzz", "</script>") == [[], [], []]


@needs_node
def test_no_more_is_listed_than_a_reader_looks_at(find):
    (found,) = find("智能")

    assert len(found) == 12
