// Every address that people type or read leads to a page, and the API describes itself.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, newPage } from "./lib/browser.mjs";
import { TestServer } from "./lib/server.mjs";

let server;
before(async () => {
  server = await TestServer.start();
});
after(() => server?.finish());

const ask = (path, options) => fetch(`${server.origin}${path}`, { redirect: "manual", ...options });

test("near misses lead to the page", async () => {
  for (const [from, status, to] of [
    ["/", 302, "/demo"],
    ["/demo/", 301, "/demo"],
    ["/console", 301, "/console/"],
    ["/api/", 301, "/api"],
  ]) {
    const answer = await ask(from);
    assert.equal(answer.status, status, from);
    assert.equal(answer.headers.get("location"), to, from);
    assert.equal((await ask(to)).status, 200, to);
  }
});

test("the API's description is served in both forms", async () => {
  const json = await ask("/api/openapi.json");
  assert.equal(json.status, 200);
  assert.equal(json.headers.get("content-type"), "application/json");
  assert.match(json.headers.get("content-encoding"), /^(br|gzip)$/);
  const description = await json.json();
  assert.equal(description.openapi, "3.1.0");
  assert.ok(description.paths["/api/v1/ask"].post);
  const yaml = await ask("/api/openapi.yaml");
  assert.equal(yaml.status, 200);
  assert.match(await yaml.text(), /^openapi: 3\.1\.0$/m);
});

test("the page at /api shows the description", async () => {
  const browser = await launch();
  try {
    const page = await newPage(browser);
    await page.goto(`${server.origin}/api`);
    await page.getByRole("heading", { name: "ReformDesk API" }).waitFor();
    await page.getByText("/api/v1/ask").first().waitFor();
    assert.deepEqual(page.problems, []);
  } finally {
    await browser.close();
  }
});
