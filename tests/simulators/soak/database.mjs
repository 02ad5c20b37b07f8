// What stands in the server's database, read from outside while it runs.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export class Database {
  constructor(file) {
    this.file = file;
  }

  async rows(sql) {
    const options = ["-readonly", "-json", "-cmd", ".timeout 10000", this.file, sql];
    const { stdout } = await run("sqlite3", options, { maxBuffer: 256 << 20 });
    return stdout.trim() === "" ? [] : JSON.parse(stdout);
  }

  /// How much work there is at this time: {events, due, underWay}, and when the next delivery falls due. A lease from
  /// before `since` is a dead process's and counts as a delivery that falls due when it ends.
  async work(now, since) {
    const lease = 60_000;
    const [found] = await this.rows(`
      WITH first AS (SELECT min(id) id FROM outbox WHERE finished_at IS NULL GROUP BY conversation),
           waiting AS (SELECT available_at, unreported > 0 AND available_at - ${lease} >= ${since} live
                       FROM outbox WHERE finished_at IS NULL AND id IN (SELECT id FROM first))
      SELECT (SELECT count(*) FROM channel_events WHERE settled_at IS NULL) events,
             (SELECT count(*) FROM waiting WHERE live) underWay,
             (SELECT count(*) FROM waiting WHERE NOT live AND available_at <= ${now}) due,
             (SELECT min(available_at) FROM waiting WHERE NOT live) next,
             (SELECT count(*) FROM outbox WHERE finished_at IS NULL) unfinished`);
    return found;
  }
}
