import { createServer, type Socket } from "node:net";
import { type AppDatabase, createAppDatabase } from "@keybrake/database";
import { createSealingKeyPair, mintToken } from "@keybrake/vault";
import { afterEach, describe, expect, test } from "vitest";
import { readAnswer } from "../testing/test-api.ts";
import { createRestHandler } from "./handler.ts";

let database: AppDatabase | undefined;

afterEach(() => database?.close());

async function ask(port: number) {
  const faults: string[] = [];
  database = createAppDatabase({
    connectionString: `postgres://app@127.0.0.1:${port}/keybrake`,
    onError: () => undefined,
  });
  const handle = createRestHandler({
    database,
    sealingKey: createSealingKeyPair().publicKey,
    publicProxyUrl: "http://127.0.0.1:4100",
    onFault: ({ operation }) => faults.push(operation),
  });
  const { token } = mintToken("service_token");
  const request = new Request("http://127.0.0.1:3000/api/v1/vault-keys", {
    headers: { authorization: `Bearer ${token}` },
  });
  return { ...(await readAnswer(await handle(request))), faults };
}

/** Accepts connections and does with them as told. */
async function listen(onConnection: (socket: Socket) => void): Promise<{ port: number; close: () => void }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => undefined));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: address.port, close };
}

describe("a database out of reach is answered 503 with a time to wait, and reported,", () => {
  test("when it refuses connections", async () => {
    const { port, close } = await listen(() => undefined);
    close();
    const { status, json, headers, faults } = await ask(port);
    expect([status, json.code, headers.get("retry-after")]).toEqual([503, "database_unreachable", "1"]);
    expect(faults).toEqual(["vault-keys.list"]);
  });

  test("when it hangs up", async () => {
    const { port, close } = await listen((socket) => socket.destroy());
    const { status, json } = await ask(port);
    close();
    expect([status, json.code]).toEqual([503, "database_unreachable"]);
  });

  test("when it accepts and never answers", async () => {
    const { port, close } = await listen(() => undefined);
    const { status, json } = await ask(port);
    close();
    expect([status, json.code]).toEqual([503, "database_unreachable"]);
  });
});
