// worker.mjs ENGINE ARTICLES: opens an npm search engine on a JSON Lines file of articles, prints "ready" on a line, and
// answers every line on stdin (an array of questions) by a line (an array of [microseconds, id, id, …], best id first).
// Training is done before "ready"; the time is that of the engine's own call alone.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import nlpjs from "@nlpjs/basic";
import MiniSearch from "minisearch";

const RANKED = 10;

const phrasingsOf = (article) => [article.question, ...(article.phrasings ?? [])];

// stdout is for answers.
const silent = Object.fromEntries(
  ["debug", "info", "warn", "error", "log", "trace", "fatal"].map((level) => [level, () => {}]),
);

// Every article is an intent, its phrasings are what the intent is trained on.
async function openNlpjs(articles) {
  const dock = await nlpjs.dockStart({
    settings: { nlp: { languages: ["vi"], autoSave: false, autoLoad: false, nlu: { log: false } } },
    use: ["Basic"],
  });
  dock.getContainer().register("logger", silent);
  const nlp = dock.get("nlp");
  for (const article of articles) {
    for (const phrasing of phrasingsOf(article)) nlp.addDocument("vi", phrasing, article.id);
  }
  await nlp.train();
  return async (question) => {
    const { classifications } = await nlp.process("vi", question);
    return classifications.filter(({ intent }) => intent !== "None").map(({ intent }) => intent);
  };
}

function openMiniSearch(articles, fuzzy) {
  const search = new MiniSearch({
    fields: ["phrasings", "answer"],
    searchOptions: { boost: { phrasings: 3 }, combineWith: "OR", fuzzy },
  });
  search.addAll(
    articles.map((article) => ({ id: article.id, phrasings: phrasingsOf(article).join("\n"), answer: article.answer })),
  );
  return async (question) => search.search(question).map(({ id }) => id);
}

const engines = {
  nlpjs: openNlpjs,
  minisearch: (articles) => openMiniSearch(articles, false),
  "minisearch-fuzzy": (articles) => openMiniSearch(articles, 0.2),
};

const [engine, file] = process.argv.slice(2);
const articles = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => JSON.parse(line));
const ask = await engines[engine](articles);
process.stdout.write("ready\n");

// nlp.js keeps what it made of a text; with one more space at the end it reads the question anew each time.
let spaces = "";
for await (const line of createInterface({ input: process.stdin })) {
  const answers = [];
  spaces += " ";
  for (const text of JSON.parse(line)) {
    const question = text + spaces;
    const start = performance.now();
    const ids = await ask(question);
    const microseconds = (performance.now() - start) * 1000;
    answers.push([microseconds, ...ids.slice(0, RANKED)]);
  }
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
