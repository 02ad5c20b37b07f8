"""Rules about files and folders: SQL in one place, sizes, README files, leftovers, gold questions."""

import json
import re
import unicodedata
from pathlib import PurePosixPath

from layers import Problem
from source import code_only, line_at, string_literals

CODE = (".cpp", ".hpp", ".ts", ".tsx", ".mjs", ".js", ".py", ".sh")
MOST_LINES, MANY_LINES = 500, 400

SQL = re.compile(
    r"\bSELECT\b.+\bFROM\b|\bINSERT\s+(OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE\s+FROM\b"
    r"|\b(CREATE|ALTER|DROP)\s+(UNIQUE\s+)?(TABLE|INDEX)\b|\bPRAGMA\s+\w+|\bBEGIN\s+(IMMEDIATE|TRANSACTION)\b", re.S)

# Spelt in two parts, for this file is searched too.
LEFTOVERS = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
SKIPPED = re.compile(r"\bGTEST_" r"SKIP\b|\bDIS" r"ABLED_\w|\b(it|test|describe|suite)\.(sk" r"ip|on" r"ly|to" r"do)\b")


def sql_in_store(tree):
    for path, text in tree.matching(".sql"):
        if not path.startswith("server/store/"):
            yield Problem(path, 1, "sql", "SQL stands in server/store alone")
    for path, text in tree.cpp():
        if path.startswith(("server/store/", "tests/")):
            continue
        for line, content in string_literals(text):
            if SQL.search(content):
                yield Problem(path, line, "sql", f"SQL outside of server/store: {content.strip()[:60]}")


def file_lengths(tree):
    for path, text in tree.matching(*CODE):
        lines = text.count("\n")
        if lines > MOST_LINES:
            yield Problem(path, lines, "length", f"{lines} lines; at most {MOST_LINES}")


def long_files(tree):
    """Not a rule but a hint: files that will soon need splitting."""
    return [(path, text.count("\n")) for path, text in tree.matching(*CODE) if text.count("\n") > MANY_LINES]


def has_code(name):
    return name.endswith(CODE) or name in ("CMakeLists.txt", "package.json")


def needs_readme(folder):
    """A README for each part; not for the folders inside a web package, nor for tests that mirror the product."""
    parts = PurePosixPath(folder).parts
    if not parts or parts[0].startswith("."):
        return not parts
    if parts[:2] == ("server", "web"):
        return len(parts) <= 3
    if parts[0] == "tests" and len(parts) > 1:
        return parts[1] not in ("nlp", "kb_index", "connectors", "server") and len(parts) == 2
    return True


def readme_files(tree):
    folders = {str(PurePosixPath(path).parent) for path in tree.files if has_code(PurePosixPath(path).name)}
    for folder in sorted(folders):
        folder = "" if folder == "." else folder
        if needs_readme(folder) and str(PurePosixPath(folder, "README.md")) not in tree.files:
            yield Problem(folder or ".", 1, "readme", "every folder has a README.md: purpose, contract, where to start")


def leftovers(tree):
    for path, text in tree.matching(*CODE, ".txt", ".md", ".sql", ".html", ".yaml", ".toml", ".conf", ".service"):
        for match in LEFTOVERS.finditer(text):
            yield Problem(path, line_at(text, match.start()), "leftover", f"{match.group(0)}: do it, or file an issue")
        for match in SKIPPED.finditer(text):
            yield Problem(path, line_at(text, match.start()), "leftover", f"{match.group(0)}: tests run, all of them")


def global_state(tree):
    """Variables at namespace scope that are not constant."""
    pattern = re.compile(r"^(?:static |inline |thread_local )+(?!const|void|bool [a-z_]+\(|.*\()[\w:<>, *]+ \w+(?: = [^;]*|\{[^;]*)?;", re.M)
    for path, text in tree.cpp():
        if path.startswith("tests/"):
            continue
        code = code_only(text)
        for match in pattern.finditer(code):
            yield Problem(path, line_at(code, match.start()), "global", f"no global state: {match.group(0)}")


def lock_files_name_no_host(tree):
    for path, text in tree.matching("package-lock.json"):
        match = re.search(r'"resolved":\s*"https?:', text)
        if match:
            yield Problem(path, line_at(text, match.start()), "lock",
                          "made without --omit-lockfile-registry-resolved: it names a registry")


def plain(question):
    """Case, punctuation and spaces do not make another question."""
    text = unicodedata.normalize("NFC", question).casefold()
    return " ".join(re.sub(r"[^\w/]+", " ", text).split())


def records(tree, path):
    for number, line in enumerate(tree.files[path].splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, None


def is_question(record):
    """The keys and the types of one line of a question file."""
    texts = [record.get("query"), *record.get("tags", [])]
    return (record.keys() <= {"query", "expected", "tags", "as_of"}
            and isinstance(record.get("expected"), list)
            and all(isinstance(text, str) and text.strip() for text in texts)
            and re.fullmatch(r"\d{4}-\d\d-\d\d", record.get("as_of", "2026-01-01")) is not None)


def gold_questions(tree):
    """A question that measures the search must not be one that it has been shown."""
    folder = "kb_index/data/"
    shown, articles = {}, set()
    data = [path for path in tree.files if path.startswith(folder) and path.endswith(".jsonl")]
    for path in data:
        for number, record in records(tree, path):
            if not isinstance(record, dict):
                yield Problem(path, number, "gold", "no JSON object on this line")
            elif "answer" in record:
                articles.add(record["id"])
                for phrasing in [record["question"], *record.get("phrasings", [])]:
                    shown.setdefault(plain(phrasing), record["id"])
    asked = {}
    for path in data:
        for number, record in records(tree, path):
            if not isinstance(record, dict) or "query" not in record:
                continue
            if not is_question(record):
                yield Problem(path, number, "gold", "not the form of a question: query, expected, tags, as_of")
                continue
            query = plain(record["query"])
            if query in shown:
                yield Problem(path, number, "gold", f"is a phrasing of {shown[query]}: {record['query']}")
            if query in asked:
                yield Problem(path, number, "gold", f"asked before, at {asked[query]}: {record['query']}")
            asked[query] = f"{path}:{number}"
            for expected in record.get("expected", []):
                if expected not in articles:
                    yield Problem(path, number, "gold", f"expects an article that is not there: {expected}")


RULES = [sql_in_store, file_lengths, readme_files, leftovers, global_state, lock_files_name_no_host, gold_questions]
