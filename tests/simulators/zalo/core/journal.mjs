// What was asked of the simulator by its APIs, for tests to read; the newest are kept.

const most = 20_000;

export class Journal {
  /// `state` is {last, entries}.
  constructor(state) {
    this.state = state;
  }

  add(entry) {
    const { entries } = this.state;
    entries.push({ seq: ++this.state.last, ...entry });
    if (entries.length > most) entries.splice(0, entries.length - most / 2);
  }

  clear() {
    this.state.entries.length = 0;
  }

  /// Those that fit all filters: service, path (beginning), after (sequence number), sent (accepted messages only).
  read({ service, path, after = 0, sent = false } = {}) {
    return this.state.entries.filter(
      (entry) =>
        entry.seq > after &&
        (!service || entry.service === service) &&
        (!path || entry.path.startsWith(path)) &&
        (!sent || entry.message_id),
    );
  }
}
