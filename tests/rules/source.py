"""The tracked files of a tree, and what the rules ask of C++ text."""

import re
import subprocess
from pathlib import Path


class Tree:
    """File contents by path relative to the root; made from a checkout, or from a dictionary in tests."""

    def __init__(self, files):
        self.files = dict(files)

    @classmethod
    def of_checkout(cls, root):
        # safe.directory: the checkout may belong to another user than the one who tests it.
        listing = subprocess.run(
            ["git", "-c", f"safe.directory={root}", "-C", str(root), "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            check=True, capture_output=True).stdout.decode()
        files = {}
        for path in filter(None, listing.split("\0")):
            file = Path(root) / path
            if file.is_file() and not file.is_symlink():
                files[path] = file.read_bytes().decode("utf-8", "replace")
        return cls(files)

    def matching(self, *suffixes):
        return ((path, text) for path, text in sorted(self.files.items()) if path.endswith(suffixes))

    def cpp(self):
        return self.matching(".cpp", ".hpp")


# Raw strings first: their content may hold quotes and comment signs.
LITERALS_AND_COMMENTS = re.compile(
    r'R"(?P<mark>[^\s()\\]{0,16})\((?P<raw>.*?)\)(?P=mark)"'
    r'|"(?P<text>(?:[^"\\\n]|\\.)*)"'
    r"|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+'"
    r"|//[^\n]*|/\*.*?\*/", re.DOTALL)


def _blank(match):
    """As many lines as before; a literal stays visible as an empty one."""
    found = match.group(0)
    lines = "\n" * found.count("\n")
    if found.startswith("/"):
        return " " + lines
    return ("''" if found.startswith("'") else '""') + lines


def code_only(text):
    """Without comments, literals' contents and preprocessor lines; line numbers stay."""
    text = LITERALS_AND_COMMENTS.sub(_blank, text)
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda match: "\n" * match.group(0).count("\n"), text, flags=re.M)


def string_literals(text):
    """(line, content) of every string literal; include lines do not count."""
    without_includes = re.sub(r"^[ \t]*#[ \t]*include[^\n]*", "", text, flags=re.M)
    for match in LITERALS_AND_COMMENTS.finditer(without_includes):
        content = match.group("raw") if match.group("raw") is not None else match.group("text")
        if content:
            yield line_at(without_includes, match.start()), content


def includes(text):
    """(line, name, quoted) of every include."""
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', text, flags=re.M):
        yield line_at(text, match.start()), match.group(2), match.group(1) == '"'


def line_at(text, offset):
    return text.count("\n", 0, offset) + 1


TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.']*|->|::|&&|\|\||<<|>>|[^\s\w]")


def tokens(code):
    """(text, line) of every token; code is the output of code_only."""
    line, last = 1, 0
    result = []
    for match in TOKEN.finditer(code):
        line += code.count("\n", last, match.start())
        last = match.start()
        result.append((match.group(0), line))
    return result
