import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};
/** As Next sends them: their names change with what is in them. */
const CACHE_CONTROL = "public, max-age=31536000, immutable";
/** Far smaller than 4, and still only some milliseconds a file, once. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const CODINGS = {
  br: (plain: Buffer) => promisify(brotliCompress)(plain, BROTLI),
  gzip: (plain: Buffer) => promisify(gzip)(plain),
} as const;

type Coding = keyof typeof CODINGS;

/**
 * Serves the built scripts and styles compressed; everything else is Next's. Each is compressed when it is first asked
 * for and kept, so that it costs no later answer anything: pages and streams stay uncompressed for the same reason.
 * What can be asked for is listed once, at the start; no address is ever made into a path.
 */
export class CompressedFiles {
  readonly #paths: ReadonlyMap<string, string>;
  readonly #bodies = new Map<string, Promise<Buffer>>();

  /** @param folder which is served as `/_next/static` */
  constructor(folder: string) {
    this.#paths = listFiles(folder);
  }

  /** @returns false when it is not one of its files, or not to be compressed for this client; nothing is sent then */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const path = this.#paths.get(request.url ?? "");
    const coding = codingFor(request.headers["accept-encoding"]);
    if (path === undefined || coding === null || !/^(GET|HEAD)$/.test(request.method ?? "")) return false;
    const body = await this.#compressed(path, coding);
    response.writeHead(200, {
      "content-type": TYPES[extname(path)],
      "content-encoding": coding,
      "content-length": body.length,
      "cache-control": CACHE_CONTROL,
      vary: "accept-encoding",
    });
    response.end(body);
    return true;
  }

  #compressed(path: string, coding: Coding): Promise<Buffer> {
    const name = `${coding} ${path}`;
    const made = this.#bodies.get(name) ?? readFile(path).then(CODINGS[coding]);
    this.#bodies.set(name, made);
    // What could not be read now may be there for the next one who asks.
    made.catch(() => this.#bodies.delete(name));
    return made;
  }
}

function listFiles(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(
    names
      .filter((name) => extname(name) in TYPES)
      .map((name) => [`/_next/static/${name.split(sep).join("/")}`, join(folder, name)]),
  );
}

/** Weights are not weighed: a client that takes Brotli at all is glad of it. `q=0` is a refusal. */
function codingFor(accepted: string | string[] | undefined): Coding | null {
  const offers = String(accepted ?? "")
    .toLowerCase()
    .split(",")
    .filter((offer) => !/;\s*q=0(\.0*)?\s*$/.test(offer))
    .map((offer) => offer.split(";")[0]?.trim());
  if (offers.includes("br")) return "br";
  return offers.includes("gzip") ? "gzip" : null;
}
