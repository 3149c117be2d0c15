import { Resend } from "resend";
import { type RunningSandbox, startSandbox } from "../../sandbox/server.ts";

export const API_KEY = "re_sandbox_fixture01";

/** The official SDK, pointed at `<sandbox>/resend`. */
export const resendAt = (sandbox: RunningSandbox, apiKey = API_KEY): Resend =>
  new Resend(apiKey, { baseUrl: `${sandbox.url}/resend` });

/** Posts a body as it stands, without the SDK's help. */
export function postJson(
  sandbox: RunningSandbox,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
) {
  return fetch(`${sandbox.url}/resend${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json", ...headers },
    body,
    redirect: "manual",
  });
}

export async function withSandbox(
  use: (sandbox: RunningSandbox, resend: Resend) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ port: 0 });
  try {
    await use(sandbox, resendAt(sandbox));
  } finally {
    await sandbox.close();
  }
}
