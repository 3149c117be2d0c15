import {
  faultProblem,
  type Identity,
  inputErrors,
  invalid,
  jsonAnswer,
  notFound,
  type Platform,
  problemAnswer,
  readJsonBody,
  refuse,
} from "@keybrake/api";
import { clientOf } from "./client-of.ts";
import { isSameOrigin } from "./is-same-origin.ts";
import type { ActionResult, SessionAction } from "./session-action.ts";
import { sessionActions } from "./session-actions.ts";
import { readSessionCookie, writeSessionCookie } from "./session-cookie.ts";

export interface SessionDependencies {
  readonly identity: Identity;
  readonly publicDashboardUrl: string;
  /** Where people can sign in besides here, by their ids. */
  readonly providers: readonly string[];
  readonly onFault: Platform["onFault"];
}

/** `POST /api/session/<name>`: JSON in, a problem or JSON out, and the cookie changed. Never rejects. */
export async function handleSessionAction(
  request: Request,
  name: string,
  dependencies: SessionDependencies,
): Promise<Response> {
  const { publicDashboardUrl } = dependencies;
  const action = sessionActions.get(name);
  if (action === undefined) return problemAnswer(notFound().problem);
  if (!isSameOrigin(request, publicDashboardUrl)) {
    return problemAnswer(refuse("cross_site", "Another site sent this.").problem);
  }
  try {
    return await perform(request, action, dependencies);
  } catch (cause) {
    return problemAnswer(faultProblem(dependencies, `session.${name}`, cause));
  }
}

async function perform(
  request: Request,
  action: SessionAction,
  { identity, publicDashboardUrl, providers }: SessionDependencies,
): Promise<Response> {
  const body = await readJsonBody(request);
  if (!body.ok) return problemAnswer(body.problem);
  const input = action.input.safeParse(body.value);
  if (!input.success) return problemAnswer(invalid(inputErrors(input.error)).problem);
  const sessionToken = readSessionCookie(request.headers, publicDashboardUrl);
  const browser = { sessionToken, ...clientOf(request.headers) };
  const result = await action.run(identity, input.data, browser, providers);
  return result.ok ? answer(result.value, publicDashboardUrl) : problemAnswer(result.problem);
}

function answer({ session, body }: ActionResult, publicDashboardUrl: string): Response {
  const response =
    body === undefined
      ? new Response(null, { status: 204, headers: { "cache-control": "no-store" } })
      : jsonAnswer(200, body);
  if (session !== undefined) {
    response.headers.append("set-cookie", writeSessionCookie(session, publicDashboardUrl));
  }
  return response;
}
