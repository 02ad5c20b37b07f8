#!/usr/bin/env python3
"""check.py [ROOT]: holds the tree against the rules; prints what breaks them, one line each, and fails then."""

import sys
from pathlib import Path

import coroutines
import files
import layers
from source import Tree

RULES = [*layers.RULES, *coroutines.RULES, *files.RULES]


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    tree = Tree.of_checkout(root)
    failed = 0
    for rule in RULES:
        problems = list(rule(tree))
        failed += bool(problems)
        for problem in problems:
            print(f"{problem.path}:{problem.line}: [{problem.rule}] {problem.message}")
    for path, lines in files.long_files(tree):
        print(f"note: {path} has {lines} lines; more than {files.MANY_LINES} are hard to read")
    print(f"rules: {len(RULES) - failed} kept, {failed} broken, over {len(tree.files)} files")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
