// The small build: this stands on every page.
import * as z from "zod/mini";
import { OFFLINE, type ShownProblem } from "../../trpc/problem.ts";

const problemBody = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(
    z.object({ path: z.string(), message: z.string(), suggestions: z._default(z.array(z.string()), []) }),
  ),
});

export type SessionAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: ShownProblem };

type Body = Readonly<Record<string, string>>;

/** Does something with the own session (`/api/session/<action>`), which sets or clears its cookie. */
export async function fetchSession(action: string, body: Body): Promise<SessionAnswer> {
  const response = await fetch(`/api/session/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (response?.status === 204) return { ok: true, value: null };
  const said: unknown = await response?.json().catch(() => null);
  if (response?.ok === true) return { ok: true, value: said };
  const read = problemBody.safeParse(said);
  if (!read.success) return { ok: false, problem: OFFLINE };
  const { code, detail, errors } = read.data;
  return {
    ok: false,
    problem: { code, detail, fields: new Map(errors.map(({ path, ...field }) => [path, field])) },
  };
}

/** For forms. @returns null when it is done, or why not */
export async function askSession(action: string, body: Body): Promise<ShownProblem | null> {
  const answer = await fetchSession(action, body);
  return answer.ok ? null : answer.problem;
}

/** Where no reason is shown. @returns false when the server refused or was not reached */
export async function postSession(action: string, body: Body): Promise<boolean> {
  return (await fetchSession(action, body)).ok;
}
