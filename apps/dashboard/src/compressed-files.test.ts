import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CompressedFiles } from "./compressed-files.ts";

const SCRIPT = "console.log('a');".repeat(200);
let folder: string;
let server: Server;

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keybrake-static-"));
  await mkdir(join(folder, "static/chunks"), { recursive: true });
  await writeFile(join(folder, "static/chunks/a~b.js"), SCRIPT);
  await writeFile(join(folder, "static/picture.png"), "png");
  await writeFile(join(folder, "secret.js"), "secret");
  const files = new CompressedFiles(join(folder, "static"));
  server = createServer(async (asked, response) => {
    if (!(await files.answer(asked, response))) response.writeHead(404).end("next");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** As it stands: `fetch` would tidy the path up, and undo the coding. */
function ask(path: string, accepted: string | null, method = "GET"): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const headers = accepted === null ? {} : { "accept-encoding": accepted };
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    })
      .on("error", reject)
      .end();
  });
}

describe("a built script", () => {
  test("comes as Brotli to who takes it, whole, under Next's cache rule", async () => {
    const { status, headers, body } = await ask("/_next/static/chunks/a~b.js", "gzip, deflate, br");
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-encoding": "br",
      "content-type": "application/javascript; charset=UTF-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    expect(brotliDecompressSync(body).toString()).toBe(SCRIPT);
  });

  test("comes as gzip to who refuses Brotli", async () => {
    const { headers, body } = await ask("/_next/static/chunks/a~b.js", "br;q=0, gzip;q=0.5");
    expect(headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(body).toString()).toBe(SCRIPT);
  });

  test("has no body for HEAD, but its length", async () => {
    const { headers, body } = await ask("/_next/static/chunks/a~b.js", "br", "HEAD");
    expect(body).toHaveLength(0);
    expect(Number(headers["content-length"])).toBeGreaterThan(0);
  });
});

test.each([
  ["to who takes no coding", "/_next/static/chunks/a~b.js", null, "GET"],
  ["for another method", "/_next/static/chunks/a~b.js", "br", "POST"],
  ["when it is no script or style", "/_next/static/picture.png", "br", "GET"],
  ["outside of the folder", "/_next/static/../secret.js", "br", "GET"],
  ["outside of the folder, escaped", "/_next/static/%2e%2e/secret.js", "br", "GET"],
  ["that is not there", "/_next/static/none.js", "br", "GET"],
])("leaves to Next what is asked for %s", async (_, path, accepted, method) => {
  expect((await ask(path, accepted, method)).body.toString()).toBe("next");
});
