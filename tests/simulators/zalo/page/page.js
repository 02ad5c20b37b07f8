// The page: which chat is open, who writes, what is quoted; draws again when the simulator tells of a change.
import { chatItem, element, messageItem, nameOf, shownTime } from "./view.js";

const get = (id) => document.getElementById(id);
const open = { key: null, chat: null, quote: null, drawn: "" };

async function ask(method, path, body) {
  const response = await fetch(path, { method, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function report(error) {
  get("problem").textContent = error ? `Không gửi được: ${error.message}` : "";
  get("problem").hidden = !error;
}

async function drawList() {
  const { chats } = await ask("GET", "chats");
  chats.sort((a, b) => (b.last?.time ?? 0) - (a.last?.time ?? 0));
  get("chats").replaceChildren(...chats.map((chat) => chatItem(chat, chat.key === open.key, () => show(chat.key))));
}

async function drawChat() {
  const { key } = open;
  if (!key) return;
  const chat = await ask("GET", `chats/${encodeURIComponent(key)}`);
  if (key !== open.key) return;
  open.chat = chat;
  const { title, subtitle } = nameOf(chat);
  get("title").textContent = title;
  get("subtitle").textContent = subtitle;
  drawTyping(chat);
  drawFollow(chat);
  drawWriter(chat);
  drawMessages(chat);
  if (chat.kind === "oa") seen(chat);
}

function drawTyping(chat) {
  get("typing").hidden = !chat.typing;
  if (chat.typing) setTimeout(changed, 5000);
}

function drawFollow(chat) {
  const button = get("follow");
  button.hidden = chat.kind !== "oa";
  button.textContent = chat.follows ? "Bỏ quan tâm" : "Quan tâm";
}

function drawWriter(chat) {
  const people = JSON.stringify(chat.people);
  if (get("as").dataset.people !== people) {
    const chosen = get("as").value;
    get("as").replaceChildren(...chat.people.map(({ id, name }) => element("option", { value: id }, name)));
    if (chat.people.some(({ id }) => id === chosen)) get("as").value = chosen;
    get("as").dataset.people = people;
  }
  get("as-line").hidden = chat.kind !== "group";
  const heard = chat.kind === "group" ? [...(chat.with_oa ? ["oa"] : []), ...(chat.bots.length > 0 ? ["bot"] : [])] : [];
  if (get("mentions").dataset.heard === String(heard)) return;
  get("mentions").dataset.heard = String(heard);
  get("mentions").replaceChildren(
    ...heard.map((who) => {
      const properties = { type: "button", aria: { pressed: "false" }, data: { mention: who } };
      const button = element("button", properties, who === "oa" ? "@OA" : "@Bot");
      button.onclick = () => {
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      };
      return button;
    }),
  );
}

function drawMessages(chat) {
  const drawn = JSON.stringify([chat.key, get("as").value, chat.messages]);
  if (drawn === open.drawn) return;
  open.drawn = drawn;
  const writer = get("as").value;
  const shown = chat.messages.filter((message) => !message.hidden);
  const items = shown.map((message) => messageItem(message, { own: message.from.id === writer, act: { quote, press } }));
  get("messages").replaceChildren(...items);
  get("messages").scrollTop = get("messages").scrollHeight;
}

function seen(chat) {
  if (chat.messages.some((message) => message.from.kind === "oa" && !message.seen)) {
    ask("POST", `users/${chat.user_id}/see`).catch(report);
  }
}

function show(key) {
  Object.assign(open, { key, chat: null, drawn: "" });
  get("as").dataset.people = "";
  quote(null);
  report(null);
  get("chat").hidden = !key;
  get("nothing").hidden = Boolean(key);
  document.body.classList.toggle("in-chat", Boolean(key));
  history.replaceState(null, "", key ? `#${encodeURIComponent(key)}` : "#");
  changed();
  if (key) get("text").focus();
}

function quote(message) {
  open.quote = message;
  get("quote").hidden = !message;
  get("quote-text").textContent = message ? `${message.from.name}: ${message.shown_text || "[đính kèm]"}` : "";
  if (message) get("text").focus();
}

function press(message, button) {
  const path = `users/${open.chat.user_id}/press`;
  ask("POST", path, { message_id: message.message_id, button }).then(() => report(null), report);
}

async function send(more = {}) {
  const { chat } = open;
  const text = get("text").value.trim();
  if (!chat || (!text && !more.attachment)) return;
  const pressed = [...document.querySelectorAll("[data-mention][aria-pressed=true]")];
  const to = chat.kind === "group" ? chat.group_id : chat.kind === "bot" ? chat.bot_id : "oa";
  try {
    await ask("POST", `users/${get("as").value}/say`, {
      to, text,
      mention: pressed.map((button) => button.dataset.mention),
      ...(open.quote && { quote: open.quote.message_id }),
      ...more,
    });
    report(null);
  } catch (error) {
    report(error);
    return;
  }
  get("text").value = "";
  grow();
  quote(null);
  for (const button of pressed) button.setAttribute("aria-pressed", "false");
}

function grow() {
  get("text").style.height = "auto";
  get("text").style.height = `${get("text").scrollHeight + 2}px`;
}

let waiting = false;

/// Draws soon, and once for many changes.
function changed() {
  if (waiting) return;
  waiting = true;
  setTimeout(async () => {
    waiting = false;
    await Promise.all([drawList(), drawChat(), drawClock()]).catch(report);
  }, 30);
}

async function drawClock() {
  const { now } = await ask("GET", "clock");
  get("clock").textContent = shownTime(now);
}

get("composer").onsubmit = (event) => {
  event.preventDefault();
  send();
};
get("text").oninput = grow;
get("text").onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
};
get("as").onchange = () => drawMessages(open.chat);
get("back").onclick = () => show(null);
get("quote-off").onclick = () => quote(null);
get("follow").onclick = () => {
  const { user_id, follows } = open.chat;
  ask("POST", `users/${user_id}/${follows ? "unfollow" : "follow"}`).then(changed, report);
};
for (const button of document.querySelectorAll("[data-attach]")) {
  button.onclick = () => {
    get("attach").open = false;
    send({ attachment: { type: button.dataset.attach } });
  };
}
for (const button of document.querySelectorAll("[data-advance]")) {
  button.onclick = () => ask("POST", "clock", { advance_ms: Number(button.dataset.advance) }).then(changed, report);
}
get("new-person").onsubmit = async (event) => {
  event.preventDefault();
  const { id } = await ask("POST", "users", { name: get("person-name").value });
  await ask("POST", `users/${id}/follow`);
  get("person-name").value = "";
  show(`user:${id}`);
};

const stream = new EventSource("stream");
stream.onmessage = changed;
stream.onopen = changed;
show(location.hash.length > 1 ? decodeURIComponent(location.hash.slice(1)) : null);
