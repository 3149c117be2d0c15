import { type AddressInfo, createServer, type Socket } from "node:net";

export interface RawVendor {
  readonly origin: string;
  /** The bytes of every request, as they came. */
  readonly requests: readonly string[];
  readonly connections: number;
  close(): Promise<void>;
}

/** A vendor of plain sockets, for what a well-behaved server cannot do; `answer` runs once a request has come whole. */
export async function startRawVendor(
  answer: (socket: Socket, request: string) => unknown,
): Promise<RawVendor> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let text = "";
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end === -1 || text.length < end + 4 + length) return;
      requests.push(text);
      answer(socket, text);
      text = "";
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
