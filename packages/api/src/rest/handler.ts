import { createHash } from "node:crypto";
import type { z } from "zod";
import type { OperationContext, Platform } from "../context.ts";
import { faultProblem } from "../fault-problem.ts";
import { openApiDocument } from "../openapi.ts";
import { operations } from "../operations.ts";
import { done, invalidField, notFound, type Result, refuse } from "../problems.ts";
import { fileAnswer, jsonAnswer, problemAnswer } from "./answer.ts";
import { authenticate, demandScope } from "./authenticate.ts";
import { readInput } from "./read-input.ts";
import { matchRoute, type RestOperation, restOperations } from "./route.ts";

const BASE = "/api/v1";

const served = restOperations(operations);

/** The REST API on Fetch types, for any server that speaks them. Never rejects: a fault is a 500 with an id. */
export function createRestHandler(platform: Platform): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = new URL(request.url).pathname;
    if (!path.startsWith(`${BASE}/`)) return problemAnswer(notFound().problem);
    if (path === `${BASE}/openapi.json` && request.method === "GET")
      return jsonAnswer(200, openApiDocument());

    const match = matchRoute(served, request.method, path.slice(BASE.length));
    if (match.kind === "absent") return problemAnswer(notFound().problem);
    if (match.kind === "other_method") {
      const allow = match.allowed.join(", ");
      const { problem } = refuse("method_not_allowed", `This address takes ${allow}.`);
      return problemAnswer(problem, { allow });
    }
    try {
      return await perform(platform, request, match);
    } catch (cause) {
      return problemAnswer(faultProblem(platform, match.operation.name, cause));
    }
  };
}

interface Found {
  readonly operation: RestOperation;
  readonly params: ReadonlyMap<string, string>;
}

async function perform(platform: Platform, request: Request, found: Found): Promise<Response> {
  const { operation, params } = found;
  const token = await authenticate(platform, request.headers);
  if (!token.ok) return problemAnswer(token.problem);
  const permitted = demandScope(token.value, operation.access.scope);
  if (!permitted.ok) return problemAnswer(permitted.problem);
  const idempotencyHash = readIdempotencyKey(request);
  if (!idempotencyHash.ok) return problemAnswer(idempotencyHash.problem);
  const input = await readInput(operation, request, params);
  if (!input.ok) return problemAnswer(input.problem);

  const context: OperationContext = {
    database: platform.database,
    sealingKey: platform.sealingKey,
    publicProxyUrl: platform.publicProxyUrl,
    organizationId: token.value.organizationId,
    actor: `service_token:${token.value.id}`,
    person: null,
    idempotencyHash: idempotencyHash.value,
  };
  return run(operation, context, input.value);
}

async function run(
  operation: RestOperation,
  context: OperationContext,
  input: z.output<z.ZodObject>,
): Promise<Response> {
  if (operation.kind === "download") {
    const file = await operation.run(context, input);
    if (!file.ok) return problemAnswer(file.problem);
    return fileAnswer(operation.contentType, operation.filename, file.value);
  }
  const result = await operation.run(context, input);
  if (!result.ok) return problemAnswer(result.problem);
  // Parsed and not only typed: what the schema does not name must not leave, and what it names must be there.
  return jsonAnswer(operation.http.status, operation.output.parse(result.value));
}

/** Hashed at once: the caller's key may be anything, also a secret pasted into the wrong place. */
function readIdempotencyKey(request: Request): Result<Buffer | null> {
  const key = request.headers.get("idempotency-key");
  if (key === null || request.method !== "POST") return done(null);
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    return invalidField("Idempotency-Key", "Must have 1 to 255 printable characters without spaces.");
  }
  return done(createHash("sha256").update(key).digest());
}
