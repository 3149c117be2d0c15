import { randomUUID } from "node:crypto";
import type { Movement, SandboxAnswer } from "../../sandbox.ts";

/** What the store says to a request, before it is written down. */
export interface Reply {
  readonly status: number;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly objectId?: string | null;
  readonly executed?: boolean;
  readonly replayed?: boolean;
  readonly movements?: readonly Movement[];
}

/** Numbers of REST are 64 bits long: they are written as digits that no JavaScript number holds. */
const bigNumber = /"#(\d+)"/g;

/** Marks a number for the answer's text. */
export const numeric = (id: string): string => `#${id}`;

export function answer(reply: Reply): SandboxAnswer {
  const requestId = randomUUID();
  return {
    status: reply.status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-request-id": requestId,
      "x-shopify-api-version": "2026-04",
      "x-shopify-shop-api-call-limit": "1/40",
      ...reply.headers,
    },
    body: JSON.stringify(reply.value).replace(bigNumber, "$1"),
    requestId,
    objectId: reply.objectId ?? null,
    executed: reply.executed ?? false,
    replayed: reply.replayed ?? false,
    movements: [...(reply.movements ?? [])],
  };
}
