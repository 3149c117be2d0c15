import { createServer, type IncomingHttpHeaders } from "node:http";
import type { Product } from "./product.ts";

export interface OwnVendorRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface OwnVendor {
  readonly requests: readonly OwnVendorRequest[];
  close(): Promise<void>;
}

/** An API that Keybrake does not know, on this machine; it takes whatever comes. */
export async function startOwnVendor({ ownVendorPort }: Product): Promise<OwnVendor> {
  const requests: OwnVendorRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(parts).toString() });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ id: `msg_${requests.length}` }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(ownVendorPort, "127.0.0.1", () => resolve());
  });
  return {
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
