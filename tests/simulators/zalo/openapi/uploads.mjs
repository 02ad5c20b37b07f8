// POST /v2.0/oa/upload/{image,gif,file}: multipart with the field `file`.
import { ApiError, invalid, tooMuch } from "./errors.mjs";

const month = 30 * 86_400_000;

export class Uploads {
  constructor({ clock, settings, media }) {
    Object.assign(this, { clock, settings, media });
  }

  image({ parts }) {
    const file = this.#file(parts, this.settings.image_max_bytes);
    if (!isPng(file.bytes) && !isJpeg(file.bytes)) throw invalid("file");
    return { data: { attachment_id: this.media.upload("image", file).id } };
  }

  gif({ parts }) {
    const file = this.#file(parts, this.settings.gif_max_bytes);
    if (!file.bytes.subarray(0, 4).equals(Buffer.from("GIF8"))) throw invalid("file");
    return { data: { attachment_id: this.media.upload("gif", file).id } };
  }

  file({ parts }) {
    const file = this.#file(parts, this.settings.file_max_bytes);
    const extension = file.name.split(".").pop().toLowerCase();
    if (!this.settings.file_types.split(",").includes(extension)) throw invalid("file");
    return { data: { token: this.media.upload("file", file).id } };
  }

  #file(parts, most) {
    const part = parts?.find(({ name }) => name === "file");
    if (!part?.filename || part.bytes.length === 0) throw invalid("file");
    if (part.bytes.length > most) throw tooMuch("file");
    if (this.media.uploadsSince(this.clock.now() - month) >= this.settings.uploads_per_month) throw new ApiError(-211);
    return { name: part.filename, type: part.type, bytes: part.bytes };
  }
}

const isPng = (bytes) => bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
const isJpeg = (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
