// The bare relay: the proxy's HTTP server and client code and nothing else, so that what the proxy adds can be told
// from what any Node process between two sockets costs. Arguments: the port to listen on and the vendor's port.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool } from "undici";

const CONNECTION_HEADERS = new Set(["connection", "keep-alive", "transfer-encoding", "host"]);

const [port, vendorPort] = process.argv.slice(2).map(Number);
const pool = new Pool(`http://127.0.0.1:${vendorPort}`, {
  connections: 256,
  pipelining: 1,
  keepAliveTimeout: 4_000,
});

function withoutConnectionHeaders<T>(headers: Record<string, T | undefined>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !CONNECTION_HEADERS.has(name)) kept[name] = value;
  }
  return kept;
}

async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = await pool.request({
    method: request.method ?? "GET",
    path: `/stripe${request.url}`,
    headers: withoutConnectionHeaders(request.headers),
    body: Buffer.concat(chunks),
  });
  response.writeHead(answer.statusCode, withoutConnectionHeaders(answer.headers));
  response.end(Buffer.from(await answer.body.arrayBuffer()));
}

createServer({ noDelay: true, keepAliveTimeout: 65_000 }, (request, response) => {
  if (request.url === "/healthz") {
    response.end();
    return;
  }
  relay(request, response).catch((fault: unknown) => {
    console.error(fault);
    response.destroy();
  });
}).listen(port, "127.0.0.1");
