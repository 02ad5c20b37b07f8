// What people and the OA attach: bytes under an address of the simulator, and uploads with an id that ends after 7 days.
import { createHash } from "node:crypto";

export const uploadLifetime = 7 * 86_400_000;

/// Small but true files, for when a test doesn't care.
const samples = {
  image: ["anh.png", "image/png", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="],
  gif: ["anh.gif", "image/gif", "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"],
  audio: ["ghi-am.amr", "audio/amr", Buffer.from("#!AMR\n").toString("base64")],
  voice: ["ghi-am.aac", "audio/aac", Buffer.from([0xff, 0xf1, 0x60, 0x40, 0x01, 0x7f, 0xfc]).toString("base64")],
  video: ["phim.mp4", "video/mp4", Buffer.from("\0\0\0\x18ftypmp42").toString("base64")],
  sticker: ["nhan-dan.png", "image/png", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="],
  file: ["tai-lieu.pdf", "application/pdf", Buffer.from("%PDF-1.4\n%%EOF\n").toString("base64")],
};

export class Media {
  /// `address.base` is where the simulator is reached, known once it listens.
  constructor({ state, clock, ids, address }) {
    this.media = state.media;
    this.uploads = state.uploads;
    this.clock = clock;
    this.ids = ids;
    this.address = address;
  }

  /// Keeps bytes and gives {id, name, type, size, checksum, url}. Without content, a sample of that kind.
  keep(kind, { name, type, content_base64 } = {}) {
    const [sampleName, sampleType, sample] = samples[kind] ?? samples.file;
    const id = this.ids.hex();
    const content = content_base64 ?? sample;
    const bytes = Buffer.from(content, "base64");
    const kept = {
      id, name: name ?? sampleName, type: type ?? sampleType, content,
      size: bytes.length, checksum: createHash("md5").update(bytes).digest("hex"),
    };
    this.media[id] = kept;
    return { ...kept, content: undefined, url: this.urlOf(kept) };
  }

  urlOf(kept) {
    return `${this.address.base}/media/${kept.id}/${encodeURIComponent(kept.name)}`;
  }

  /// {name, type, bytes} or undefined.
  read(id) {
    const kept = Object.hasOwn(this.media, id) ? this.media[id] : undefined;
    return kept && { name: kept.name, type: kept.type, bytes: Buffer.from(kept.content, "base64") };
  }

  /// What the OA uploads; `kind` is image, gif or file.
  upload(kind, { name, type, bytes }) {
    const kept = this.keep(kind, { name, type, content_base64: bytes.toString("base64") });
    const id = this.ids.token(36);
    this.uploads[id] = { id, kind, at: this.clock.now(), media_id: kept.id };
    return this.uploads[id];
  }

  /// {upload, expired} or undefined when nobody knows this id.
  uploaded(id) {
    const upload = typeof id === "string" && Object.hasOwn(this.uploads, id) ? this.uploads[id] : undefined;
    return upload && { upload, expired: this.clock.now() - upload.at > uploadLifetime };
  }

  /// How many uploads there were since then.
  uploadsSince(time) {
    return Object.values(this.uploads).filter((upload) => upload.at >= time).length;
  }

  /// The attachment that a transcript and an echo show for an upload.
  attachment(upload) {
    const kept = this.media[upload.media_id];
    const url = this.urlOf(kept);
    if (upload.kind !== "file") return { type: upload.kind, payload: { thumbnail: url, url } };
    return { type: "file", payload: filePayload(kept, url) };
  }
}

export function filePayload({ size, name, checksum }, url) {
  return { size: String(size), name, checksum, type: name.split(".").pop().toLowerCase(), url };
}
