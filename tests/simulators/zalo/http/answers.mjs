// How an answer becomes bytes.

/// The bytes and headers of an answer: {status, headers, body (JSON) | html | text | bytes with type | location}.
export function rendered({ status = 200, headers = {}, body, html, text, bytes, type, location }) {
  if (location) return { status, headers: { ...headers, Location: location }, content: Buffer.alloc(0) };
  if (bytes) return { status, headers: { ...headers, "Content-Type": type }, content: bytes };
  if (html !== undefined) {
    return { status, headers: { ...headers, "Content-Type": "text/html; charset=utf-8" }, content: Buffer.from(html) };
  }
  if (text !== undefined) {
    return { status, headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" }, content: Buffer.from(text) };
  }
  return {
    status,
    headers: { ...headers, "Content-Type": "application/json; charset=utf-8" },
    content: Buffer.from(JSON.stringify(body)),
  };
}

export function write(outgoing, answer) {
  if (!answer || outgoing.destroyed) return;
  const { status, headers, content } = rendered(answer);
  outgoing.writeHead(status, { ...headers, "Content-Length": content.length });
  outgoing.end(content);
}
