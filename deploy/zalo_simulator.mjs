// Runs the stand-in for Zalo (tests/simulators/zalo) beside a server, for run.sh --with-zalo-simulator.
//
//   node zalo_simulator.mjs --folder DIR --port N --server http://127.0.0.1:8080 [--config FILE]
//
// Keeps its state, secrets and the configuration made for the server in DIR, prints "ready CODE OA_ID VERIFIER" when it
// listens (a consent to be finished by `reformdesk zalo consent`), and runs until it is told to stop.
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Simulator } from "../tests/simulators/zalo/simulator.mjs";

const text = { type: "string" };
const { values } = parseArgs({ options: { folder: text, port: text, server: text, config: text } });
const { folder, server } = values;

function fail(message) {
  console.error(`Lỗi: ${message}`);
  process.exit(2);
}

/// The file in sections: [{name, lines}], the first without a name.
function sectionsOf(toml) {
  const sections = [{ name: "", lines: [] }];
  for (const line of toml.split("\n")) {
    const name = /^\s*\[\s*([\w.-]+)\s*\]\s*(#.*)?$/.exec(line)?.[1];
    if (name !== undefined) sections.push({ name, lines: [line] });
    else sections.at(-1).lines.push(line);
  }
  return sections;
}

const sets = (section, key) => section.lines.some((line) => new RegExp(`^\\s*${key}\\s*=\\s*["'][^"']`).test(line));

/// The operator's configuration with the simulator in the place of Zalo.
function configuration(own, keys) {
  const sections = sectionsOf(own);
  const zalo = sections.filter(({ name }) => name === "zalo_oa" || name === "zalo_bot");
  if (zalo.some((section) => sets(section, "app_id") || sets(section, "token_file"))) {
    fail("cấu hình này đã nối với Zalo thật; hãy thử máy giả lập với một thư mục dữ liệu khác.");
  }
  const rest = sections.filter((section) => !zalo.includes(section));
  const address = `public_url = ${JSON.stringify(server)}`;
  const ours = rest.find(({ name }) => name === "server");
  if (!ours) rest.push({ name: "server", lines: ["[server]", address] });
  else if (!sets(ours, "public_url")) {
    ours.lines = ours.lines.filter((line) => !/^\s*public_url\s*=/.test(line));
    ours.lines.splice(1, 0, address);
  }
  const secret = (name) => JSON.stringify(join(folder, name));
  return `# Do run.sh --with-zalo-simulator tạo, ghi đè ở mỗi lần chạy.
${rest.map(({ lines }) => lines.join("\n")).join("\n")}

[zalo_oa]
app_id = "${keys.app_id}"
oa_id = "${keys.oa_id}"
app_secret_file = ${secret("app_secret")}
webhook_secret_file = ${secret("oa_secret")}
api_url = "${keys.openapi_url}"
oauth_url = "${keys.oauth_url}"

[zalo_bot]
token_file = ${secret("bot_token")}
api_url = "${keys.bot_api_url}"
`;
}

function write(name, content) {
  const file = join(folder, name);
  writeFileSync(file, content, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/// What pressing "Đồng ý" on the simulator's page brings: a code.
async function consent(keys) {
  const verifier = randomBytes(32).toString("base64url");
  const asked = new URLSearchParams({
    app_id: keys.app_id,
    redirect_uri: `${server}/zalo/oa/callback`,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    auto: "1",
  });
  const answer = await fetch(`${keys.oauth_url}/v4/oa/permission?${asked}`, { redirect: "manual" });
  const code = new URL(answer.headers.get("location")).searchParams.get("code");
  return { code, verifier };
}

process.umask(0o077);
mkdirSync(folder, { recursive: true, mode: 0o700 });
const simulator = await Simulator.start({
  port: Number(values.port),
  state: join(folder, "state.json"),
  webhook: `${server}/webhooks/zalo/oa`,
  demo: true,
  grant: false,
}).catch((error) => fail(`máy giả lập Zalo không khởi động được (${error.message}).`));
const keys = simulator.keys();
write("app_secret", `${keys.app_secret}\n`);
write("oa_secret", `${keys.oa_secret}\n`);
write("bot_token", `${keys.bots[0].token}\n`);
write("reformdesk.toml", configuration(values.config ? readFileSync(values.config, "utf8") : "", keys));
const { code, verifier } = await consent(keys);
console.log(`ready ${code} ${keys.oa_id} ${verifier}`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await simulator.stop();
    process.exit(0);
  });
}
