#!/usr/bin/env python3
"""Every rule must be able to fail: small trees that break one, and their neighbours that don't."""

import json
import unittest

import coroutines
import files
import layers
from source import Tree, code_only, string_literals


def problems(rule, tree_files):
    return [problem.message for problem in rule(Tree(tree_files))]


def body(statements):
    return {"server/api/a.cpp": "awaitable<void> f() {\n" + statements + "\n}\n"}


class Includes(unittest.TestCase):
    def check(self, path, included, allowed):
        found = problems(layers.include_direction, {path: f'#include "{included}"\n', included: ""})
        self.assertEqual(found == [], allowed, found)

    def test_who_may_include_whom(self):
        for path, included, allowed in [
            ("kb_index/a.cpp", "nlp/text.hpp", True),
            ("nlp/a.cpp", "kb_index/article.hpp", False),
            ("nlp/a.cpp", "nlp/b.hpp", True),
            ("connectors/web_chat/a.cpp", "connectors/message.hpp", True),
            ("connectors/a.cpp", "nlp/text.hpp", False),
            ("connectors/a.cpp", "server/log.hpp", False),
            ("server/desk/a.cpp", "connectors/message.hpp", True),
            ("server/desk/a.cpp", "connectors/connector.hpp", False),
            ("server/desk/a.cpp", "server/store/store.hpp", False),
            ("server/desk/a.cpp", "server/log.hpp", False),
            ("server/access/a.cpp", "server/desk/clock.hpp", False),
            ("server/store/a.cpp", "connectors/wire/json.hpp", True),
            ("server/store/a.cpp", "server/net/http.hpp", False),
            ("server/net/a.cpp", "server/desk/inbox.hpp", False),
            ("server/api/a.cpp", "server/net/http.hpp", True),
            ("server/api/a.cpp", "server/store/store.hpp", False),
            ("server/app.cpp", "server/store/store.hpp", True),
            ("tests/nlp/a_test.cpp", "server/net/http.hpp", True),
        ]:
            with self.subTest(path=path, included=included):
                self.check(path, included, allowed)

    def test_relative_include(self):
        self.assertTrue(problems(layers.include_direction, {"nlp/a.cpp": '#include "b.hpp"\n', "nlp/b.hpp": ""}))

    def test_cycle(self):
        ring = {"nlp/a.hpp": '#include "nlp/b.hpp"\n', "nlp/b.hpp": '#include "nlp/c.hpp"\n',
                "nlp/c.hpp": '#include "nlp/a.hpp"\n'}
        self.assertEqual(problems(layers.include_cycles, ring), ["nlp/a.hpp -> nlp/b.hpp -> nlp/c.hpp -> nlp/a.hpp"])
        ring["nlp/c.hpp"] = ""
        self.assertEqual(problems(layers.include_cycles, ring), [])

    def test_library_homes(self):
        for path, header, allowed in [
            ("server/net/listener.cpp", "boost/beast/core.hpp", True),
            ("server/api/a.cpp", "boost/beast/core.hpp", False),
            ("connectors/wire/json.cpp", "rapidjson/document.h", True),
            ("connectors/wire/other.cpp", "rapidjson/document.h", False),
            ("server/desk/a.cpp", "boost/asio/awaitable.hpp", False),
            ("server/maintenance.cpp", "boost/asio/awaitable.hpp", True),
            ("server/store/a.cpp", "soci/soci.h", True),
            ("server/api/a.cpp", "soci/soci.h", False),
            ("server/desk/a.cpp", "xapian.h", False),
            ("nlp/a.cpp", "fstream", False),
            ("nlp/a.cpp", "vector", True),
        ]:
            with self.subTest(path=path, header=header):
                self.assertEqual(problems(layers.library_homes, {path: f"#include <{header}>\n"}) == [], allowed)

    def test_four_beast_files(self):
        some = {f"server/net/{n}.cpp": "#include <boost/beast/core.hpp>\n" for n in range(4)}
        self.assertEqual(problems(layers.few_beast_files, some), [])
        some["server/net/5.cpp"] = "#include <boost/beast/core.hpp>\n"
        self.assertTrue(problems(layers.few_beast_files, some))


class Coroutines(unittest.TestCase):
    def test_good_statements(self):
        for statements in [
            "auto x = co_await g(a, std::move(b)); use(x);",
            "if (auto r = co_await g(); r) {\n return; }",
            "while (!done) { auto n = co_await g(); if (n) { continue; } }",
            "for (const auto& each : co_await g()) { use({1, 2}); }",
            "for (int i = 0; i < 3; ++i) { co_await g(i); }",
            "try { co_await g(); } catch (const E&) { x = a ? b : c; }",
            "auto r = co_await offload(pool, [&] { return Answer{1, 2}; });",
            "auto r = co_await offload(pool, [&a, this](int i) -> int { return i ? a : 2; });",
            "const Options options{1, 2}; co_await g(options);",
            "switch (co_await g()) { case 1: { x = y ? 1 : 2; break; } }",
            "auto work = [s] { return s; }; co_await offload(pool, std::move(work));",
            'co_await g("a ? b : {c}"); // ?: { }',
            "co_spawn(ex, [s]() -> awaitable<void> { co_await h(s); }, detached);",
            "const auto run = [](int n) -> awaitable<int> { co_return co_await h(n); }; use(run, {1});",
        ]:
            with self.subTest(statements=statements):
                self.assertEqual(problems(coroutines.await_statements, body(statements)), [])

    def test_bad_statements(self):
        for statements, said in [
            ("auto x = f(co_await g(), co_await h());", "more than one"),
            ("co_await g(co_await h());", "more than one"),
            ("co_await f({a, b});", "braces"),
            ("auto r = co_await f(Options{a, b});", "braces"),
            ("Agg agg{co_await g(), 1};", "braces"),
            ("std::vector<int> v{co_await g()};", "braces"),
            ("auto v = std::vector<int>{co_await g()};", "braces"),
            ("if (co_await f(Options{})) { return; }", "braces"),
            ("co_await f(x ? a : b);", "?:"),
            ("auto r = x ? co_await f() : co_await g();", "?:"),
            ("auto r = co_await offload(pool, [s] { return s; });", "by value"),
            ("auto r = co_await offload(pool, [&a, s = t] { return s; });", "by value"),
            ("auto r = co_await offload(pool, [=] { return s; });", "by value"),
            ("co_spawn(ex, [s]() -> awaitable<void> { co_await h({s}); }, detached);", "braces"),
            ("foo([&] { return 1; }, co_await g(), co_await h());", "more than one"),
        ]:
            with self.subTest(statements=statements):
                found = problems(coroutines.await_statements, body(statements))
                self.assertTrue(any(said in message for message in found), found)

    def test_parameters(self):
        for declaration, good in [
            ("awaitable<int> f(std::string text, std::shared_ptr<Session> self);", True),
            ("asio::awaitable<void> Session::run(std::function<void(const Frame&)> each = {});", True),
            ("boost::asio::awaitable<std::vector<int>> f(WorkerPool& pool, Work work) {}", True),
            ("awaitable<int> f(const std::string& text);", False),
            ("awaitable<int> f(std::string_view text) {}", False),
            ("asio::awaitable<std::optional<Frame>> Session::run(int n, std::span<const char> bytes) {}", False),
            ("awaitable<int> f(std::string&& text);", False),
            ("auto f = [this](const Request& request) -> asio::awaitable<Response> {};", False),
            ("auto f = [this](Request request) mutable -> asio::awaitable<Response> {};", True),
        ]:
            with self.subTest(declaration=declaration):
                found = problems(coroutines.coroutine_parameters, {"server/api/a.hpp": declaration})
                self.assertEqual(found == [], good, found)


class Files(unittest.TestCase):
    def test_sql(self):
        statement = 'const char* q = "SELECT id FROM tickets";\n'
        self.assertTrue(problems(files.sql_in_store, {"server/api/a.cpp": statement}))
        self.assertTrue(problems(files.sql_in_store, {"server/desk/a.cpp": 'auto q = R"(DELETE\n  FROM t)";'}))
        self.assertTrue(problems(files.sql_in_store, {"server/desk/a.sql": ""}))
        self.assertEqual(problems(files.sql_in_store, {"server/store/a.cpp": statement}), [])
        self.assertEqual(problems(files.sql_in_store, {"server/api/a.cpp": '// SELECT a FROM b\n"please select one";'}),
                         [])

    def test_length(self):
        self.assertTrue(problems(files.file_lengths, {"nlp/a.cpp": "\n" * 501}))
        self.assertEqual(problems(files.file_lengths, {"nlp/a.cpp": "\n" * 500}), [])

    def test_readme(self):
        self.assertTrue(problems(files.readme_files, {"nlp/a.cpp": "", "README.md": ""}))
        self.assertEqual(problems(files.readme_files, {"nlp/a.cpp": "", "nlp/README.md": ""}), [])
        self.assertEqual(problems(files.readme_files, {"tests/nlp/a_test.cpp": ""}), [])
        self.assertTrue(problems(files.readme_files, {"tests/load/a.cpp": ""}))
        self.assertTrue(problems(files.readme_files, {"CMakeLists.txt": ""}))

    def test_leftovers(self):
        for text in ["// TO" "DO: later", "# FIX" "ME", "GTEST_" "SKIP();", "TEST(A, DIS" "ABLED_b)", "it.on" "ly('a')"]:
            with self.subTest(text=text):
                self.assertTrue(problems(files.leftovers, {"nlp/a.cpp": text}))
        self.assertEqual(problems(files.leftovers, {"nlp/a.cpp": "// to do well"}), [])

    def test_global_state(self):
        for text in ["static int count = 0;", "inline std::map<int, int> cache;", "static std::string name{};"]:
            with self.subTest(text=text):
                self.assertTrue(problems(files.global_state, {"nlp/a.cpp": text}))
        for text in ["static const int most = 3;", "inline constexpr int most = 3;", "static int count(int n);",
                     "    static Frame make();", "inline bool equal(int a, int b) { return a == b; }"]:
            with self.subTest(text=text):
                self.assertEqual(problems(files.global_state, {"nlp/a.cpp": text}), [])

    def test_lock_file(self):
        self.assertTrue(problems(files.lock_files_name_no_host,
                                 {"tests/e2e/package-lock.json": '"resolved": "https://registry.example/a.tgz"'}))
        self.assertEqual(problems(files.lock_files_name_no_host, {"tests/e2e/package-lock.json": '"version": "1"'}), [])

    def gold(self, query, expected=("a1",), **more):
        article = {"id": "a1", "question": "Một cửa là gì?", "phrasings": ["Thế nào là một cửa"], "answer": "…"}
        return problems(files.gold_questions, {
            "kb_index/data/articles.jsonl": json.dumps(article) + "\n",
            "kb_index/data/gold.jsonl": json.dumps({"query": query, "expected": list(expected), **more}) + "\n"})

    def test_gold_questions(self):
        self.assertTrue(self.gold("một cửa là gì"))
        self.assertTrue(self.gold("THẾ NÀO là một cửa?"))
        self.assertTrue(self.gold("một cửa nghĩa là sao", ["a2"]))
        self.assertEqual(self.gold("một cửa nghĩa là sao"), [])
        self.assertEqual(self.gold("giá vàng hôm nay", []), [])

    def test_form_of_gold_questions(self):
        self.assertEqual(self.gold("giá vàng", [], tags=["far"], as_of="2025-06-30"), [])
        self.assertTrue(self.gold("giá vàng", [], tag=["far"]))
        self.assertTrue(self.gold("giá vàng", [], tags=[""]))
        self.assertTrue(self.gold("giá vàng", [], as_of="30/6/2025"))
        self.assertTrue(self.gold(" ", []))


class Reading(unittest.TestCase):
    def test_code_only_keeps_lines(self):
        text = 'a; /* b\nc */ "d;" R"x(e\n)x" // f\n#define g \\\n h\ni;'
        self.assertEqual(code_only(text).count("\n"), text.count("\n"))
        self.assertNotRegex(code_only(text), "[bcdefgh]")

    def test_literals(self):
        self.assertEqual(list(string_literals('#include "x"\nf("a\\"b", 1\'000, \'"\');')), [(2, 'a\\"b')])


if __name__ == "__main__":
    unittest.main()
