#!/usr/bin/env python3
"""Writes syllable_pairs.tsv: which syllables stand side by side in administrative Vietnamese.

collect_pairs.py ARTICLES.jsonl > syllable_pairs.tsv

Counts pairs of neighbouring words, without diacritics, in the questions, phrasings and answers of a knowledge base
and in the multi-word entries of the other tables here. A pair met twice or more, or in a table, is written.
"""

import collections
import json
import pathlib
import re
import sys
import unicodedata

FEWEST = 2
HEADER = "# syllable\tthose that follow it, without diacritics, in alphabetical order"
TABLES = ["abbreviations.tsv", "concepts.tsv", "document_kinds.tsv", "fillers.txt"]


def bare(text):
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def stretches(text):
    """Runs of words with nothing but a space between them; abbreviations in capitals are no words."""
    for stretch in re.split(r"[^\w ]|_", unicodedata.normalize("NFC", text)):
        words = [None if word.isupper() and len(word) > 1 or not word.isalpha() else bare(word)
                 for word in stretch.split()]
        run = []
        for word in words + [None]:
            if word and word.isascii():
                run.append(word)
                continue
            yield run
            run = []


def pairs_of(text):
    for run in stretches(text):
        yield from zip(run, run[1:])


def main():
    counts = collections.Counter()
    with open(sys.argv[1], encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            for text in [article["question"], article["answer"], *article.get("phrasings", [])]:
                counts.update(pairs_of(text))
    for table in TABLES:
        for line in (pathlib.Path(__file__).parent / table).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                for entry in re.split(r"[|\t\[\]{}]", line):
                    counts.update({pair: FEWEST for pair in pairs_of(entry)})
    followers = collections.defaultdict(set)
    for (first, second), count in counts.items():
        if count >= FEWEST:
            followers[first].add(second)
    print(HEADER)
    for first in sorted(followers):
        print(first, " ".join(sorted(followers[first])), sep="\t")


main()
