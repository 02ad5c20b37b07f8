"""What g++ 12 miscompiles in coroutines, as rules over statements with co_await."""

from layers import Problem
from source import code_only, tokens

OPEN, CLOSE = {"(": ")", "[": "]", "{": "}"}, {")": "(", "]": "[", "}": "{"}
# In front of "{", these make it a block and not a list of values.
BLOCK_WORDS = {")", ";", "{", "}", ":", "else", "try", "do", "const", "noexcept", "mutable", "override", "final", "]"}


def matching_pairs(words):
    """Index of the partner for every bracket."""
    partner, stack = {}, []
    for index, word in enumerate(words):
        if word in OPEN:
            stack.append(index)
        elif word in CLOSE and stack:
            opener = stack.pop()
            partner[opener], partner[index] = index, opener
    return partner


def is_block(words, partner, index):
    """Whether the "{" at index opens a block: of a function, a lambda or a control statement."""
    if index == 0 or words[index - 1] in BLOCK_WORDS:
        return True
    # A trailing return type: ") -> type {" or "] -> type {"; a struct or namespace: back to its keyword.
    position = index - 1
    while position >= 0 and words[position] not in (";", "{", "}"):
        if words[position] == "->" or words[position] in ("struct", "class", "enum", "union", "namespace"):
            return True
        if words[position] in CLOSE:
            if words[position] == ")" and position == index - 1:
                return True
            position = partner.get(position, 0)
        elif words[position] in OPEN or words[position] in ("=", ",", "return", "co_return", "co_await"):
            return False
        position -= 1
    return False


def lambda_of(words, partner, brace):
    """The index of the "[" when the block at brace is a lambda's body, or None."""
    position = brace - 1
    while position >= 0 and words[position] not in (";", "{", "}"):
        if words[position] == ")":
            position = partner.get(position, 0) - 1
            if position >= 0 and words[position] == "]":
                return partner.get(position)
            continue
        if words[position] == "]":
            return partner.get(position)
        if words[position] in ("(", "[", ",", "="):
            return None
        position -= 1
    return None


def captures_by_value(words, opener, closer):
    depth, first = 0, True
    for word in words[opener + 1:closer]:
        if depth == 0 and first and word not in ("&", "this"):
            return True
        first = depth == 0 and word == ","
        depth += word in OPEN
        depth -= word in CLOSE
    return False


def statement_start(words, partner, index):
    """Walks back from a co_await; also tells whether a braced list stands around it."""
    position, braced = index - 1, False
    while position >= 0:
        word = words[position]
        if word in (";", "}") and (word == ";" or is_block(words, partner, partner.get(position, 0))):
            # A lambda's body that ended inside this statement belongs to it.
            if word == "}" and lambda_of(words, partner, partner[position]) is not None and position + 1 < len(words) \
                    and words[position + 1] in (",", ")", "("):
                position = partner[position] - 1
                continue
            return position + 1, braced
        if word == "{":
            if is_block(words, partner, position):
                return position + 1, braced
            braced = True
        elif word in (")", "]", "}") and position in partner:
            position = partner[position]
        position -= 1
    return 0, braced


def examine(words, partner, start):
    """(co_awaits, braces, conditionals, value captures, end) of the statement from start; skips lambda bodies."""
    awaits = braces = conditionals = captures = 0
    position, depth = start, 0
    while position < len(words):
        word = words[position]
        if word == "co_await":
            awaits += 1
        elif word == "?":
            conditionals += 1
        elif word == "{":
            opener = lambda_of(words, partner, position)
            if opener is not None and opener >= start and is_block(words, partner, position):
                captures += captures_by_value(words, opener, partner[opener])
                position = partner.get(position, len(words))
            elif is_block(words, partner, position):
                break
            else:
                braces += 1
        elif word == ";" and depth <= 0:
            break
        if word in ("(", "["):
            depth += 1
        elif word in (")", "]"):
            depth -= 1
            if depth < 0 and word == ")":
                break
        position += 1
    return awaits, braces, conditionals, captures, position


def await_statements(tree):
    for path, text in tree.cpp():
        if "co_await" not in text:
            continue
        found = tokens(code_only(text))
        words = [word for word, _ in found]
        partner = matching_pairs(words)
        seen = set()
        for index, word in enumerate(words):
            if word != "co_await":
                continue
            start, braced = statement_start(words, partner, index)
            if start in seen:
                continue
            seen.add(start)
            line = found[index][1]
            awaits, braces, conditionals, captures, _ = examine(words, partner, start)
            if awaits > 1:
                yield Problem(path, line, "coroutine", "more than one co_await in a statement")
            if braces or braced:
                yield Problem(path, line, "coroutine", "braces in a statement with co_await: name the value first")
            if conditionals:
                yield Problem(path, line, "coroutine", "?: in a statement with co_await: use if and else")
            if captures:
                yield Problem(path, line, "coroutine",
                              "a lambda that captures by value in a statement with co_await: name it and move it")


def top_level_parameters(words):
    """The parameters between a pair of parentheses, each as a list of its tokens outside of template arguments."""
    parameters, current, angles, depth = [], [], 0, 0
    for word in words:
        if word == "," and angles == 0 and depth == 0:
            parameters.append(current)
            current = []
            continue
        if word == "<":
            angles += 1
        elif word in (">", ">>"):
            angles = max(0, angles - len(word))
        elif word in OPEN:
            depth += 1
        elif word in CLOSE:
            depth -= 1
        elif angles == 0 and depth == 0:
            current.append(word)
    parameters.append(current)
    return parameters


VIEWS = {"string_view", "span"}


def coroutine_parameters(tree):
    """By value: what a const& or a view refers to may be gone at the first suspension. A plain T& cannot be bound to
    a temporary and stands for a part of the program that outlives it."""
    for path, text in tree.cpp():
        if "awaitable" not in text:
            continue
        found = tokens(code_only(text))
        words = [word for word, _ in found]
        partner = matching_pairs(words)
        for index, word in enumerate(words):
            if word != "awaitable" or index + 1 >= len(words) or words[index + 1] != "<":
                continue
            parameters = parameters_after(words, partner, index) or parameters_before(words, partner, index)
            if parameters is None:
                continue
            opener, closer = parameters
            for parameter in top_level_parameters(words[opener + 1:closer]):
                if "=" in parameter:
                    parameter = parameter[:parameter.index("=")]
                if ("&" in parameter and "const" in parameter) or "&&" in parameter or VIEWS & set(parameter):
                    yield Problem(path, found[index][1], "coroutine",
                                  f"a coroutine takes its parameters by value: {' '.join(parameter)}")


def parameters_after(words, partner, index):
    """Of "awaitable<T> qualified::name(…)"."""
    position, angles = index + 1, 0
    while position < len(words):
        if words[position] == "<":
            angles += 1
        elif words[position] in (">", ">>"):
            angles -= len(words[position])
        position += 1
        if angles <= 0:
            break
    name = position
    while position < len(words) and (words[position].isidentifier() or words[position] in ("::", "~")):
        position += 1
    if position > name and position < len(words) and words[position] == "(" and position in partner:
        return position, partner[position]
    return None


def parameters_before(words, partner, index):
    """Of a lambda "[…](…) -> awaitable<T>"."""
    position = index - 1
    while position >= 0 and (words[position] in ("::", "mutable", "noexcept") or words[position].isidentifier()):
        position -= 1
    if position >= 1 and words[position] == "->":
        position -= 1
        while words[position] in ("mutable", "noexcept"):
            position -= 1
        if words[position] == ")" and position in partner:
            return partner[position], position
    return None


RULES = [await_statements, coroutine_parameters]
