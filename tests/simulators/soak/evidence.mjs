// What both sides say when it is over: the chats as people see them, Zalo's journal, the console, the web page of lookup
// codes. Of the server's own memory nothing counts but how many replies it decided on.

const fromAccount = (messages) => messages.filter(({ from }) => from.kind === "oa");

export async function gather(world, soak) {
  const chats = new Map();
  for (const { key } of (await world.zalo.call("GET", "/chats")).chats) {
    chats.set(key, fromAccount(await world.zalo.transcript(key)));
  }
  return {
    chats,
    repliesTo: await countReplies(world),
    requests: await world.zalo.requests(),
    troubled: (await world.administrator.must("GET", "/channels/deliveries?limit=200")).deliveries,
    lookups: await lookUp(world, soak, chats),
    counters: await world.zalo.call("GET", "/counters"),
    faults: (await world.zalo.call("GET", "/faults")).faults,
    tokens: await world.zalo.call("GET", "/tokens"),
    events: (await world.administrator.must("GET", "/channels")).zalo_oa.events,
  };
}

/// What was written to one asker in one place: all of a chat with the account, or what mentions them in a group.
export function messagesTo({ chats }, { person, group }) {
  if (!group) return chats.get(`user:${person}`) ?? [];
  return (chats.get(`group:${group}`) ?? []).filter(({ text }) => text.startsWith(`[@${person}] `));
}

/// By the id of the message: one with several questions has a reply for each.
async function countReplies({ database }) {
  const rows = await database.rows(`
    SELECT q.source_id id, count(*) count FROM entries q
    JOIN entries r ON r.conversation = q.conversation AND r.reply_to = q.sequence
    WHERE q.kind = 'question' GROUP BY q.source_id`);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/// By the code that stands in the message about the ticket, as the asker would do it.
async function lookUp(world, soak, chats) {
  const found = new Map();
  for (const [ticket, { person, group }] of soak.byTicket) {
    const place = { person: world.people[person], group: group === null ? null : world.groups[group] };
    const told = messagesTo({ chats }, place).find(({ text }) => text.includes(`phiếu #${ticket}.`));
    const code = /[?&]ma=([0-9A-Z-]+)/.exec(told?.text ?? "")?.[1];
    if (!code) continue;
    const response = await fetch(`${world.server.origin}/api/v1/lookup/tickets/${code}`, {
      headers: { "X-Forwarded-For": `10.0.${ticket >> 8}.${ticket & 255}` }, // each asker's own address
    });
    found.set(ticket, { status: response.status, ...(await response.json()) });
  }
  return found;
}
