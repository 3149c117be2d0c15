import type { IncomingMessage, ServerResponse } from "node:http";
import type { DenialAnswer } from "@keybrake/vendors";
import { drainBody } from "./body.ts";
import type { Connection } from "./connection.ts";

export interface Answering {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: Connection;
}

const REASON = /[^\x20-\x7e]/g;
const REASON_LENGTH_MAX = 120;

/** A reason phrase that cannot end its line early: some SDKs show nothing else of an answer. */
export function plainReason(text: string): string {
  return text.replace(REASON, " ").slice(0, REASON_LENGTH_MAX);
}

/**
 * Sends a whole answer of the proxy's own.
 * @param own header lines of the proxy beside those of the answer, names and values in turn.
 */
export async function sendAnswer(
  { request, response, connection }: Answering,
  answer: DenialAnswer,
  own: readonly string[] = [],
): Promise<void> {
  if (!request.complete) {
    if (!connection.isClosing) await drainBody(request);
    // What is left unread would be taken for the next request.
    if (!request.complete && !response.headersSent) response.shouldKeepAlive = false;
  }
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(answer.body);
  const lines = ["content-length", String(body.length), ...own];
  for (const [name, value] of Object.entries(answer.headers)) lines.push(name, value);
  response.writeHead(answer.status, plainReason(answer.reason), lines);
  response.end(request.method === "HEAD" ? undefined : body);
}
