// Bytes to the server as they are, for requests that no HTTP client would send.
import { connect } from "node:net";

/// Sends the pieces with `pause` milliseconds between them; gives what came back once the server closed, or after
/// `within` milliseconds (then closed is false).
export function exchange(server, pieces, { pause = 0, within = 15_000 } = {}) {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1");
    const came = [];
    let timer;
    const end = (closed) => {
      clearTimeout(limit);
      clearTimeout(timer);
      socket.destroy();
      resolve({ text: Buffer.concat(came).toString("latin1"), closed, took: Date.now() - started });
    };
    const started = Date.now();
    const limit = setTimeout(() => end(false), within);
    socket.on("data", (data) => came.push(data));
    socket.on("error", () => end(true));
    socket.on("close", () => end(true));
    const rest = [...pieces].map((piece) => Buffer.from(piece, "latin1"));
    const send = () => {
      const piece = rest.shift();
      if (piece === undefined || socket.destroyed) return;
      socket.write(piece);
      if (pause > 0) timer = setTimeout(send, pause);
      else send();
    };
    socket.on("connect", send);
  });
}

/// One request that asks for the connection to be closed afterwards; gives the status and the whole answer.
export async function request(server, line, headers = [], body = "") {
  const head = [line, `Host: 127.0.0.1:${server.port}`, "Connection: close", ...headers].join("\r\n");
  const answer = await exchange(server, [`${head}\r\n\r\n${body}`]);
  return { ...answer, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer.text)?.[1] ?? 0) };
}
