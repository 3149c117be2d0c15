import type { z } from "zod";
import type { ProblemError } from "./problems.ts";

/** A hostile body can hold thousands of unknown fields; the answer stays small. */
const ERRORS_MAX = 20;
const PATH_MAX = 200;

type Issue = z.core.$ZodIssue;

/** Says what zod found wrong, in the API's own shape: one error a field, unknown fields by name. */
export function inputErrors(error: z.ZodError): ProblemError[] {
  return error.issues.flatMap(errorsOf).slice(0, ERRORS_MAX);
}

function errorsOf(issue: Issue): ProblemError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: "Unknown field." }));
  }
  const path = pathText(issue.path);
  const suggestions = issue.code === "custom" ? suggestionsOf(issue.params) : [];
  const message = sentence(issue);
  return [suggestions.length === 0 ? { path, message } : { path, message, suggestions }];
}

function sentence(issue: Issue): string {
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) return "Required.";
  const text = issue.message.replace(/^Invalid input: e/, "E");
  return text.endsWith(".") ? text : `${text}.`;
}

/** `allowed_endpoints[0]`; anything unprintable in a name that the caller made up is escaped. */
function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text === "" ? printable(String(part)) : `.${printable(String(part))}`;
  }
  return text.length > PATH_MAX ? `${text.slice(0, PATH_MAX - 1)}…` : text;
}

function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function suggestionsOf(params: Record<string, unknown> | undefined): string[] {
  const suggestions = params?.suggestions;
  return Array.isArray(suggestions) ? suggestions.map(String) : [];
}
