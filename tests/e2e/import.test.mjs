// Files that must not be imported: exit code 2, every bad line named, nothing changed.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { TestServer } from "./lib/server.mjs";

const byteOrderMark = "\ufeff";
const good = { id: "ok-1", question: "Một cửa là gì?", answer: "Là nơi nộp hồ sơ." };
const line = (more) => JSON.stringify({ ...good, ...more });

let server, stored;
before(async () => {
  server = await TestServer.prepare({}, { knowledge: false });
  const file = await write("first.jsonl", `${line({ id: "kept-1" })}\n${line({ id: "kept-2", question: "Hai?" })}\n`);
  await server.mustRun("kb", "import", file);
  stored = await exported();
});
after(() => server?.dispose());

async function write(name, content) {
  const file = join(server.folder, name);
  await writeFile(file, content);
  return file;
}

async function exported(name = "export.jsonl") {
  const file = join(server.folder, name);
  await server.mustRun("kb", "export", file);
  return readFile(file, "utf8");
}

const csv = (...rows) => ["id,question,answer,valid_from", ...rows].join("\r\n");

/// `lines`: what standard error must name, a pattern for each printed line.
const bad = [
  ["no columns that are known", "wrong.csv", "ma;cau_hoi;tra_loi\r\na;b;c\r\n", [/cột id/, /cột question/, /cột answer/]],
  ["a required column is missing", "missing.csv", "id,question\r\na,b\r\n", [/dòng 1, cột answer/]],
  ["a column twice", "twice.csv", "id,question,answer,id\r\na,b,c,d\r\n", [/dòng 1, cột id/]],
  ["more cells than columns", "wide.csv", csv("a,b,c,2025-01-01,e"), [/dòng 2/]],
  ["a date that is none", "date.csv", csv("a,b,c,31/02/2025", "b,b,c,2025-07-01", "d,b,c,mai"), [
    /dòng 2, cột valid_from/,
    /dòng 4, cột valid_from/,
  ]],
  ["an empty file", "empty.csv", "", [/empty\.csv/]],
  ["an id twice", "ids.jsonl", [line({ id: "a" }), line({ id: "b" }), line({ id: "a" })].join("\n"), [/dòng 3.*dòng 1/]],
  ["a byte order mark in the middle", "mark.jsonl", `${byteOrderMark}${line()}\n${byteOrderMark}${line({ id: "b" })}\n`, [
    /dòng 2/,
  ]],
  ["a byte order mark in the middle of a table", "mark.csv", `${byteOrderMark}${csv("a,b,c", `${byteOrderMark}b,b,c`)}`, [
    /dòng 3/,
  ]],
  ["invalid UTF-8", "latin.csv", Buffer.from(csv("a,M\u00f4t,c"), "latin1"), [/dòng 2/]],
  ["UTF-16", "utf16.csv", Buffer.from(byteOrderMark + csv("a,b,c"), "utf16le"), [/UTF-16/]],
  ["several bad lines", "several.jsonl", [line(), "{", line({ id: "" }), line({ id: "c", answer: 7 }), "[]"].join("\n"), [
    /dòng 2/,
    /dòng 3, cột id/,
    /dòng 4, cột answer/,
    /dòng 5/,
  ]],
  ["deep nesting", "deep.jsonl", `{"id":${"[".repeat(100_000)}`, [/dòng 1/]],
  ["an unknown ending", "articles.pdf", "%PDF-1.7", [/articles\.pdf/]],
  ["a broken workbook", "broken.xlsx", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(200)]), [/broken\.xlsx/]],
];

for (const [what, name, content, lines] of bad) {
  test(`${what}: refused as a whole`, async () => {
    const file = await write(name, content);
    const result = await server.run("kb", "import", file);
    assert.equal(result.code, 2, result.stderr);
    const said = result.stderr.trim().split("\n");
    for (const pattern of lines) {
      assert.ok(said.some((each) => pattern.test(each)), `${pattern} in:\n${result.stderr}`);
    }
    assert.equal(said.length, lines.length, result.stderr);
    assert.ok(said.every((each) => each.includes(name)), `every line names the file:\n${result.stderr}`);
    assert.equal(await exported(), stored, "nothing changed");
  });
}

test("a good file beside a bad one is not taken either", async () => {
  const [first, second] = [await write("good.jsonl", line()), await write("bad.jsonl", "{}")];
  const result = await server.run("kb", "import", first, second);
  assert.equal(result.code, 2);
  assert.equal(await exported(), stored);
});

test("a file that is not there", async () => {
  const result = await server.run("kb", "import", join(server.folder, "absent.csv"));
  assert.equal(result.code, 2);
  assert.match(result.stderr, /absent\.csv/);
});

test("what a spreadsheet would run is written as text and comes back unchanged", async () => {
  const formulas = ["=1+1", "+84 là mã vùng nào?", "-5 độ", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "\t=1", "'=1"];
  const other = await TestServer.prepare({}, { knowledge: false });
  try {
    const articles = formulas.map((question, n) => JSON.stringify({ id: `f-${n}`, question, answer: question }));
    const source = join(other.folder, "source.jsonl");
    await writeFile(source, articles.join("\n"));
    await other.mustRun("kb", "import", source);
    for (const name of ["out.csv", "out.xlsx"]) {
      const file = join(other.folder, name);
      await other.mustRun("kb", "export", file);
      if (name.endsWith(".csv")) {
        const cells = (await readFile(file, "utf8")).split(/[\r\n,;]+/).map((cell) => cell.replace(/^"/, ""));
        assert.deepEqual(cells.filter((cell) => /^[=+@-]/.test(cell)), []);
      }
      assert.match(await other.mustRun("kb", "import", file), /trong đó 0 bài/);
    }
  } finally {
    await other.dispose();
  }
});

test("a repeated import changes nothing that is there", async () => {
  const file = join(server.folder, "export.jsonl");
  assert.match(await server.mustRun("kb", "import", file), /trong đó 0 bài/);
  assert.equal(await exported(), stored);
});
