"""Who may include whom: DESIGN's dependency rule, and which library belongs to which folder."""

import re
from collections import namedtuple

from source import includes

Problem = namedtuple("Problem", "path line rule message")

# A file's layer is the longest of these prefixes. What a layer may include beside itself; a name ending in "/" is a
# folder, any other one file. Tests and load generators may include everything.
LAYERS = {
    "nlp/": [],
    "kb_index/": ["nlp/"],
    "connectors/": [],
    "server/desk/": ["nlp/", "kb_index/", "connectors/message.hpp"],
    "server/access/": [],
    "server/store/": ["nlp/", "kb_index/", "server/desk/", "server/access/", "connectors/message.hpp",
                      "connectors/wire/"],
    "server/net/": [],
    "server/telemetry/": [],
    "server/api/": ["nlp/", "kb_index/", "connectors/", "server/desk/", "server/access/", "server/net/",
                    "server/telemetry/"],
    "server/channels/": ["nlp/", "kb_index/", "connectors/", "server/desk/", "server/access/", "server/net/"],
    "server/": ["nlp/", "kb_index/", "connectors/", "server/"],
    "tests/": ["nlp/", "kb_index/", "connectors/", "server/", "tests/"],
}

# What stands directly in server/: the composition root, which may know everything but Beast, SQL and JSON's library.
APP = "server/*"

# A library's headers and the only places that may include them.
LIBRARIES = [
    (r"boost/beast", ["server/net/", "tests/"]),
    (r"rapidjson/", ["connectors/wire/json.cpp"]),
    (r"xapian", ["kb_index/", "tests/load/answering/"]),
    (r"soci/|sqlite3\.h|libpq", ["server/store/", "tests/contract/", "tests/server/store/",
                                    "tests/load/answering/"]),
    (r"boost/asio", ["server/net/", "server/api/", "server/channels/", "connectors/", "tests/", APP]),
    (r"openssl/", ["server/net/", "connectors/", "tests/"]),
    (r"sodium", ["server/access/", "connectors/", "tests/server/access/"]),
    (r"spdlog/|fmt/", ["server/", "tests/"]),
    (r"CLI/", [APP]),
    (r"toml\+\+/", ["server/config."]),
    (r"prometheus/", ["server/telemetry/"]),
    (r"pugixml|zip\.h|xlsxwriter", ["kb_index/", "tests/kb_index/"]),
    (r"utf8proc", ["nlp/"]),
]

# nlp has no input, output, clock or threads; kb_index has no threads of its own and no clock.
FORBIDDEN_STANDARD = {
    "nlp/": {"fstream", "iostream", "filesystem", "thread", "mutex", "ctime", "random", "cstdio"},
    "server/desk/": {"fstream", "iostream", "filesystem", "thread"},
}

MOST_BEAST_FILES = 4


def layer_of(path):
    found = [prefix for prefix in LAYERS if path.startswith(prefix)]
    return max(found, key=len) if found else None


def may_include(path, target):
    layer = layer_of(path)
    if layer is None or layer_of(target) == layer:
        return True
    return any(target.startswith(allowed) if allowed.endswith("/") else target == allowed
               for allowed in LAYERS[layer])


def include_direction(tree):
    for path, text in tree.cpp():
        for line, name, quoted in includes(text):
            if not quoted:
                continue
            if name not in tree.files:
                yield Problem(path, line, "include", f'"{name}" is no file of this tree; include from the root')
            elif not may_include(path, name):
                yield Problem(path, line, "include", f'{layer_of(path)} may not include "{name}"')


def include_cycles(tree):
    graph = {path: [name for _, name, quoted in includes(text) if quoted and name in tree.files]
             for path, text in tree.cpp()}
    done, trail = set(), []

    def visit(path):
        if path in trail:
            return trail[trail.index(path):] + [path]
        if path in done:
            return None
        trail.append(path)
        for target in graph.get(path, []):
            cycle = visit(target)
            if cycle:
                return cycle
        trail.pop()
        done.add(path)
        return None

    for path in sorted(graph):
        trail.clear()
        cycle = visit(path)
        if cycle:
            yield Problem(cycle[0], 1, "cycle", " -> ".join(cycle))
            return


def lives_in(path, home):
    return layer_of(path) == "server/" if home == APP else path.startswith(home)


def library_homes(tree):
    for path, text in tree.cpp():
        for line, name, _ in includes(text):
            for pattern, homes in LIBRARIES:
                if re.match(pattern, name) and not any(lives_in(path, home) for home in homes):
                    yield Problem(path, line, "library", f"<{name}> belongs to {', '.join(homes)}")
            for layer, forbidden in FORBIDDEN_STANDARD.items():
                if path.startswith(layer) and name in forbidden:
                    yield Problem(path, line, "library", f"<{name}> has no place in {layer}")


def few_beast_files(tree):
    files = [path for path, text in tree.cpp()
             if not path.startswith("tests/") and any(name.startswith("boost/beast") for _, name, _ in includes(text))]
    if len(files) > MOST_BEAST_FILES:
        yield Problem(files[0], 1, "beast", f"{len(files)} files include Beast, at most {MOST_BEAST_FILES} may: "
                      + ", ".join(files))


RULES = [include_direction, include_cycles, library_homes, few_beast_files]
