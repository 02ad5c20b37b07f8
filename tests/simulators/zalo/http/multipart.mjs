// Reads multipart/form-data: parts with a name, perhaps a file name, and bytes.

/// [] for other content types; null when the body is no right multipart.
export function readMultipart(contentType, body) {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1];
  if (!boundary) return [];
  const parts = [];
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  for (;;) {
    if (at < 0) return null;
    at += mark.length;
    if (body.subarray(at, at + 2).equals(Buffer.from("--"))) return parts;
    const end = body.indexOf(Buffer.concat([Buffer.from("\r\n"), mark]), at);
    const headEnd = body.indexOf("\r\n\r\n", at);
    if (end < 0 || headEnd < 0 || headEnd > end) return null;
    parts.push(readPart(body.subarray(at, headEnd).toString("utf8"), body.subarray(headEnd + 4, end)));
    at = end + 2;
  }
}

function readPart(head, bytes) {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? "";
  return {
    name: /\bname="([^"]*)"/i.exec(disposition)?.[1],
    filename: /\bfilename="([^"]*)"/i.exec(disposition)?.[1],
    type: /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1] ?? "application/octet-stream",
    bytes,
  };
}
