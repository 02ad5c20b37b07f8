// What is drawn, from what the control API tells. Foreign text goes in as text, never as markup.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  const { data = {}, aria = {}, ...rest } = properties;
  Object.assign(made, rest);
  Object.assign(made.dataset, data);
  for (const [key, value] of Object.entries(aria)) made.setAttribute(`aria-${key}`, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const format = (parts) => new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", ...parts });
const clockFormat = format({ hour: "2-digit", minute: "2-digit" });
const dayFormat = format({ day: "2-digit", month: "2-digit", year: "numeric" });

export const shownTime = (time) => `${clockFormat.format(time)} ${dayFormat.format(time)}`;

/// The two lines that name a chat: in a list of many people's chats, the person comes first.
export function nameOf(chat) {
  if (chat.kind === "group") {
    return { title: chat.title, subtitle: `Nhóm · ${chat.people.length + (chat.with_oa ? 1 : 0)} thành viên` };
  }
  return { title: chat.people[0].name, subtitle: `trò chuyện với ${chat.title}` };
}

export function chatItem(chat, current, open) {
  const { title, subtitle } = nameOf(chat);
  const last = chat.last?.text ? `${chat.last.from ? `${chat.last.from}: ` : ""}${chat.last.text}` : "Chưa có tin nhắn";
  const button = element(
    "button", { type: "button", onclick: open, aria: { current: String(current) } },
    element("strong", {}, title), element("span", {}, subtitle), element("span", {}, last),
  );
  return element("li", {}, button);
}

const kinds = { oa: "OA", bot: "Bot" };

/// One message; `act` has quote(message) and press(message, index).
export function messageItem(message, { own, act }) {
  if (message.notice) return element("li", { className: "notice" }, message.text);
  const quoting = () => act.quote(message);
  const bubble = element(
    "div", { className: "bubble" },
    message.quote ? element("blockquote", {}, message.quote.shown_text || "[đính kèm]") : null,
    ...message.attachments.map(attachment),
    ...(message.elements ?? []).map((each) => element("div", {}, each.title ?? "")),
    ...textNodes(message),
  );
  bubble.addEventListener("click", (event) => {
    if (!event.target.closest("a, button") && getSelection().isCollapsed) quoting();
  });
  return element(
    "li", { className: own ? "own" : "", data: { id: message.message_id } },
    own ? null : sender(message),
    bubble,
    choices(message, act),
    element(
      "div", { className: "foot" },
      element("time", { dateTime: new Date(message.time).toISOString() }, clockFormat.format(message.time)),
      message.reactions.length > 0 ? element("span", {}, message.reactions.map(({ icon }) => icon).join(" ")) : null,
      element("button", { type: "button", onclick: quoting }, "Trả lời"),
    ),
  );
}

function sender({ from, via }) {
  const kind = kinds[from.kind];
  return element(
    "div", { className: "sender" },
    from.name, " ",
    kind ? element("b", {}, kind) : null,
    via === "tool" ? " chuyên viên nhắn trong Zalo" : null,
  );
}

/// The text with mentions marked and addresses as links.
function textNodes({ text, names = {} }) {
  return text.split(/(\[@[^\]\s]{1,64}\]|https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/).map((part) => {
    const id = /^\[@([^\]\s]+)\]$/.exec(part)?.[1];
    if (id && names[id]) return element("span", { className: "mention" }, `@${names[id]}`);
    if (/^https?:\/\//.test(part)) return element("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part);
    return part;
  });
}

function attachment({ type, payload }) {
  const { url } = payload;
  const local = url?.startsWith(`${location.origin}/media/`);
  switch (type) {
    case "image":
    case "gif":
    case "sticker":
      if (local) return element("img", { src: url, alt: type === "sticker" ? "Nhãn dán" : "Ảnh" });
      return link(url, type === "sticker" ? "Nhãn dán" : "Ảnh");
    case "location":
      return element("div", {}, `Vị trí: ${payload.coordinates.latitude}, ${payload.coordinates.longitude}`);
    case "file":
      return link(url, `Tệp: ${payload.name}`);
    case "audio":
      return link(url, "Ghi âm");
    case "video":
      return link(url, "Phim");
    case "template":
      return element("div", {}, `${payload.title ?? "Biểu mẫu"}\n${payload.subtitle ?? ""}`);
    default:
      return link(url, payload.title || url || type);
  }
}

function link(url, name) {
  if (!/^https?:/.test(url ?? "")) return element("div", {}, name);
  return element("div", {}, element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, name));
}

function choices(message, act) {
  if (!message.buttons?.length) return null;
  return element(
    "div", { className: "choices" },
    ...message.buttons.map((button, index) =>
      element("button", { type: "button", onclick: () => act.press(message, index) }, button.title),
    ),
  );
}
