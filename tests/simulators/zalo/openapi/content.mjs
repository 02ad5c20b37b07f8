// Reads the `message` of a send: text, quote, media, file, request for information. Gives what the transcript shows.
import { invalid, tooMuch, ApiError } from "./errors.mjs";

const mostButtons = 5;
const longestPayload = 1000;
const longestTitle = 100;
const buttonTypes = ["oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.phone", "oa.open.sms"];

export class Content {
  constructor({ settings, media, chats }) {
    Object.assign(this, { settings, media, chats });
  }

  /// {text, attachments, quote?, template?, buttons?, info?}; throws ApiError. `chat` is where a quote must stand.
  read(message, { chat, inGroup = false }) {
    if (!isObject(message)) throw invalid("message");
    const content = { text: this.#text(message), attachments: [] };
    const quote = message.quote_message_id;
    if (quote !== undefined && !(inGroup && this.settings.group_quotes === "ignore")) {
      if (inGroup && this.settings.group_quotes === "refuse") throw invalid("quote_message_id");
      content.quote = this.#quote(chat, quote);
    }
    if (message.attachment !== undefined) this.#attachment(content, message.attachment, inGroup);
    if (content.text === "" && message.attachment === undefined) throw invalid("text");
    return content;
  }

  #text({ text, attachment }) {
    if (text === undefined && attachment !== undefined) return "";
    if (typeof text !== "string") throw invalid("text");
    const normal = text.normalize("NFC");
    const length = this.settings.text_length_unit === "utf16" ? normal.length : [...normal].length;
    if (length > this.settings.text_max) throw tooMuch("text");
    return text;
  }

  #quote(chat, message_id) {
    const quoted = typeof message_id === "string" ? this.chats.message(chat, message_id) : undefined;
    if (!quoted || quoted.notice) throw invalid("quote_message_id");
    return { message_id, text: quoted.text, from: quoted.from };
  }

  #attachment(content, attachment, inGroup) {
    const { type, payload } = isObject(attachment) ? attachment : {};
    if (!isObject(payload)) throw invalid("attachment");
    if (type === "file") content.attachments.push(this.#file(payload));
    else if (type === "template") this.#template(content, payload, inGroup);
    else throw invalid("attachment");
  }

  #file({ token, attachment_id }) {
    const id = token ?? (this.settings.file_by_attachment_id ? attachment_id : undefined);
    return this.media.attachment(this.#uploaded(id, "token", ["file"]));
  }

  #uploaded(id, field, kinds) {
    const found = this.media.uploaded(id);
    if (!found || !kinds.includes(found.upload.kind)) throw invalid(field);
    if (found.expired) throw new ApiError(-100, `${field} is expired`);
    return found.upload;
  }

  #template(content, payload, inGroup) {
    content.template = payload.template_type;
    switch (payload.template_type) {
      case "media":
        content.attachments.push(this.#media(onlyOf(payload.elements)));
        return;
      case "request_user_info":
        if (inGroup) throw new ApiError(-233);
        content.info = this.#infoRequest(onlyOf(payload.elements));
        content.attachments.push({ type: "template", payload: content.info });
        return;
      case "list":
      case "button":
        if (inGroup || this.settings.button_templates === "refuse") throw new ApiError(-233);
        this.#buttons(content, payload);
        return;
      default:
        throw invalid("template_type");
    }
  }

  #media({ media_type, url, attachment_id }) {
    if (!["image", "gif", "sticker"].includes(media_type)) throw invalid("media_type");
    if ((url === undefined) === (attachment_id === undefined)) throw invalid("attachment_id");
    if (media_type === "sticker") return { type: "sticker", payload: { id: attachment_id ?? "", url: url ?? "" } };
    if (url !== undefined) {
      if (!isWebAddress(url)) throw invalid("url");
      return { type: media_type, payload: { thumbnail: url, url } };
    }
    return this.media.attachment(this.#uploaded(attachment_id, "attachment_id", [media_type]));
  }

  #infoRequest({ title, subtitle, image_url }) {
    if (typeof title !== "string" || title === "" || title.length > longestTitle) throw invalid("title");
    if (!isWebAddress(image_url)) throw invalid("image_url");
    return { title, subtitle: String(subtitle ?? ""), image_url };
  }

  #buttons(content, { elements = [], buttons = [] }) {
    if (!Array.isArray(elements) || !Array.isArray(buttons)) throw invalid("payload");
    if (buttons.length > mostButtons) throw tooMuch("buttons");
    for (const button of buttons) {
      if (!isObject(button) || !buttonTypes.includes(button.type)) throw invalid("buttons");
      if (typeof button.title !== "string" || button.title === "") throw invalid("title");
      if (button.title.length > longestTitle) throw tooMuch("title");
      if (button.type.startsWith("oa.query.")) {
        if (typeof button.payload !== "string") throw invalid("payload");
        if (button.payload.length > longestPayload) throw tooMuch("payload");
      }
    }
    content.elements = elements;
    content.buttons = buttons;
  }
}

function onlyOf(elements) {
  if (!Array.isArray(elements) || elements.length !== 1 || !isObject(elements[0])) throw invalid("elements");
  return elements[0];
}

function isWebAddress(text) {
  return typeof text === "string" && /^https?:\/\/\S+$/.test(text);
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
