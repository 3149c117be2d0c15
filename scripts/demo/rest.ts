import { z } from "zod";

const answer = z.record(z.string(), z.unknown());

/** Asks the control plane as an orchestrator does. @throws with the answer when it is a refusal */
export async function askRest(
  { dashboardUrl, token }: { readonly dashboardUrl: string; readonly token: string },
  path: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${dashboardUrl}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = answer.parse(await response.json());
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${JSON.stringify(told)}`);
  return told;
}
