// Starts the simulator of Zalo from the command line; see the README.
import { parseArgs } from "node:util";
import { Simulator } from "./simulator.mjs";

const usage = `node main.mjs [--port N] [--address A] [--webhook URL] [--state FILE] [--seed TEXT] [--demo] [--no-grant]
  [--public-url URL] [--app-id ID] [--app-secret S] [--oa-id ID] [--oa-secret S] [--oa-name NAME]`;

const text = { type: "string" };
const { values } = (() => {
  try {
    return parseArgs({
      options: {
        port: text, address: text, webhook: text, state: text, seed: text, "public-url": text,
        "app-id": text, "app-secret": text, "oa-id": text, "oa-secret": text, "oa-name": text,
        demo: { type: "boolean" }, "no-grant": { type: "boolean" }, help: { type: "boolean" },
      },
    });
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
})();
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const simulator = await Simulator.start({
  port: Number(values.port ?? 0),
  address: values.address,
  public_url: values["public-url"],
  webhook: values.webhook,
  state: values.state,
  seed: values.seed,
  demo: values.demo,
  grant: !values["no-grant"],
  keys: {
    app_id: values["app-id"],
    app_secret: values["app-secret"],
    oa_id: values["oa-id"],
    oa_secret: values["oa-secret"],
    oa_name: values["oa-name"],
  },
  log: (line) => console.error(line),
});
console.log(JSON.stringify(simulator.keys()));

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await simulator.stop();
    process.exit(0);
  });
}
