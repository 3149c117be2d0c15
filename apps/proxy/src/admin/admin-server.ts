import { createServer, type Server, type ServerResponse } from "node:http";
import type { Metrics } from "./metrics.ts";
import type { Readiness } from "./readiness.ts";

export interface AdminOptions {
  readonly checkReadiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
}

/**
 * `/healthz`, `/readyz` and `/metrics`, for the operator. It is bound to loopback whatever `KEYBRAKE_BIND` says: its
 * reasons and numbers are about every organization.
 */
export function createAdminServer({ checkReadiness, metrics }: AdminOptions): Server {
  const answer = async (url: string, response: ServerResponse): Promise<void> => {
    if (url === "/healthz") return sendJson(response, 200, { status: "ok" });
    if (url === "/readyz") {
      const readiness = await checkReadiness();
      return sendJson(response, readiness.ready ? 200 : 503, readiness);
    }
    if (url !== "/metrics")
      return sendJson(response, 404, { error: "There is /healthz, /readyz and /metrics." });
    const text = await metrics.registry.metrics();
    response.writeHead(200, { "content-type": metrics.registry.contentType });
    response.end(text);
  };
  return createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
    if (request.method !== "GET") return sendJson(response, 405, { error: "GET only." });
    answer(request.url ?? "", response).catch(() => response.destroy());
  });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
