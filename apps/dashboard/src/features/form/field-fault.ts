import type { ShownProblem } from "../../trpc/problem.ts";

/** What is wrong with one field, where no server says so in that form. */
export function fieldFault(name: string, message: string): ShownProblem {
  return {
    code: "invalid_request",
    detail: message,
    fields: new Map([[name, { message, suggestions: [] }]]),
  };
}
