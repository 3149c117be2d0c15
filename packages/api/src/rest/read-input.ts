import type { z } from "zod";
import { inputErrors } from "../input-errors.ts";
import { done, invalid, notFound, type Result, refuse } from "../problems.ts";
import { readJsonBody } from "./read-body.ts";
import { readQuery } from "./read-query.ts";
import type { RestOperation } from "./route.ts";

/** Gathers an operation's input from path, query and body, and parses it. */
export async function readInput(
  operation: RestOperation,
  request: Request,
  params: ReadonlyMap<string, string>,
): Promise<Result<z.output<z.ZodObject>>> {
  const fields = await readFields(operation, request);
  if (!fields.ok) return fields;
  const clash = Object.keys(fields.value).find((name) => params.has(name));
  if (clash !== undefined) return invalid([{ path: clash, message: "Stands in the path, not here." }]);

  const parsed = operation.input.safeParse({ ...fields.value, ...Object.fromEntries(params) });
  if (parsed.success) return done(parsed.data);
  // An id of no possible form names nothing, like an id that nobody has.
  if (parsed.error.issues.some((issue) => params.has(String(issue.path[0])))) return notFound();
  return invalid(inputErrors(parsed.error));
}

async function readFields(operation: RestOperation, request: Request): Promise<Result<object>> {
  if (operation.http.ignoresBody) return done({});
  const query = new URL(request.url).searchParams;
  if (operation.http.method === "GET") return readQuery(query);
  if (query.size > 0) {
    return invalid([...query.keys()].slice(0, 20).map((path) => ({ path, message: "Unknown query field." })));
  }
  const body = await readJsonBody(request);
  if (!body.ok) return body;
  if (typeof body.value !== "object" || body.value === null || Array.isArray(body.value)) {
    return refuse("invalid_request", "The body must be a JSON object.", {
      errors: [{ path: "", message: "Expected an object." }],
    });
  }
  return done(body.value);
}
