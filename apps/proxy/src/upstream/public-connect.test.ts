import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { Pool } from "undici";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ownCertificate } from "../testing/own-certificate.ts";
import { type FoundAddress, lookUpName, NotPublic, publicConnect } from "./public-connect.ts";

let server: Server;
let port: number;
let serverNames: (string | false | null)[] = [];
let lookUps: string[] = [];
let resolve: () => readonly FoundAddress[];
let pool: Pool;

const here: FoundAddress = { address: "127.0.0.1", family: 4 };
const inside: FoundAddress = { address: "127.0.0.2", family: 4 };

beforeAll(async () => {
  server = createServer(ownCertificate, (_request, response) => {
    response.writeHead(200, { connection: "close" }).end("ok");
  });
  server.on("secureConnection", (socket: TLSSocket & { servername?: string | false }) => {
    serverNames.push(socket.servername ?? null);
  });
  // All of 127.0.0.0/8 leads here, so that a connection to the address "inside" would be seen.
  await new Promise<void>((done) => server.listen(0, "0.0.0.0", done));
  port = (server.address() as AddressInfo).port;
});

beforeEach(() => {
  serverNames = [];
  lookUps = [];
  pool = poolOf(`https://api.acme.example:${port}`);
});

afterEach(() => pool.destroy());

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The product's own connector, but that 127.0.0.1 stands in for a public address. */
function poolOf(origin: string, ca = ownCertificate.cert): Pool {
  const connect = publicConnect(
    (name, done) => {
      lookUps.push(name);
      done(null, resolve());
    },
    { timeout: 5_000, ca },
    (address) => address === here.address,
  );
  return new Pool(origin, { connect });
}

const get = () => pool.request({ path: "/", method: "GET" }).then(({ statusCode }) => statusCode);

describe("a connection to a vendor of one's own", () => {
  it("goes to the address that was looked at, and asks for the name's certificate", async () => {
    resolve = () => [here];
    expect(await get()).toBe(200);
    expect(serverNames).toEqual(["api.acme.example"]);
    expect(lookUps).toEqual(["api.acme.example"]);
  });

  it("is looked at anew each time: a name that changes its mind is refused at that connection", async () => {
    const answers = [[here], [inside], [here, inside], [here]];
    resolve = () => answers.shift() ?? [];
    expect(await get()).toBe(200);
    await expect(get()).rejects.toThrow(NotPublic);
    await expect(get()).rejects.toThrow(NotPublic);
    expect(await get()).toBe(200);
    expect(lookUps).toHaveLength(4);
    expect(serverNames).toHaveLength(2);
  });

  it("is refused for a name that leads nowhere, and for one that cannot be resolved", async () => {
    resolve = () => [];
    await expect(get()).rejects.toThrow(NotPublic);
    resolve = () => {
      throw new Error("not asked again");
    };
    const failing = publicConnect((_name, done) => done(new Error("no such name"), []), { timeout: 5_000 });
    await pool.destroy();
    pool = new Pool(`https://api.acme.example:${port}`, { connect: failing });
    await expect(get()).rejects.toThrow("no such name");
    expect(serverNames).toEqual([]);
  });

  it("is refused for an address in a name's place, since no resolver is asked about one", async () => {
    resolve = () => [here];
    for (const host of ["127.0.0.1", "[::1]", "0x7f.1"]) {
      await pool.destroy();
      pool = poolOf(`https://${host}:${port}`);
      await expect(get(), host).rejects.toThrow(NotPublic);
    }
    expect(lookUps).toEqual([]);
    expect(serverNames).toEqual([]);
  });

  it("is refused where the certificate is another's", async () => {
    resolve = () => [here];
    await pool.destroy();
    pool = poolOf(`https://api.other.example:${port}`);
    await expect(get()).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });
});

it("the system's resolver answers all addresses of a name", async () => {
  const found = await new Promise<readonly FoundAddress[]>((done, fail) => {
    lookUpName("localhost", (error, addresses) => (error === null ? done(addresses) : fail(error)));
  });
  expect(found.map(({ address }) => address)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]),
  );
});
