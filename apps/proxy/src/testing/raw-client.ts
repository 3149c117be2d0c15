import { connect } from "node:net";

export interface RawReply {
  /** Everything that came back, as Latin-1. */
  readonly text: string;
  /** Status codes in the order in which they came. */
  readonly statuses: readonly number[];
  /** The server closed the connection; false when it was still open after `waitMs`. */
  readonly closed: boolean;
}

/** Writes bytes to a server exactly as given, one part after the other, and listens until it closes or `waitMs` pass. */
export function exchangeRaw(
  port: number,
  parts: string | readonly string[],
  waitMs = 1_500,
): Promise<RawReply> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let text = "";
    const finish = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
      resolve({ text, statuses, closed });
    };
    const timer = setTimeout(() => finish(false), waitMs);
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
    });
    socket.on("error", () => finish(true));
    socket.on("close", () => finish(true));
    socket.on("connect", () => void writeParts(socket, typeof parts === "string" ? [parts] : parts));
  });
}

async function writeParts(socket: ReturnType<typeof connect>, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    socket.write(Buffer.from(part, "latin1"));
    await new Promise((next) => setTimeout(next, 20));
  }
}
