import type { ClientSnippet } from "../client.ts";

/** Without any change of code: RESEND_API_KEY with RESEND_BASE_URL (Node) or RESEND_API_URL (Python). */
export function clients(proxyUrl: string): readonly ClientSnippet[] {
  return [
    {
      id: "node",
      title: "Node: resend",
      code: `import { Resend } from "resend";

const resend = new Resend(process.env.VAULT_KEY, { baseUrl: "${proxyUrl}/resend" });`,
    },
    {
      id: "python",
      title: "Python: resend",
      code: `import os, resend

resend.api_key = os.environ["VAULT_KEY"]
resend.api_url = "${proxyUrl}/resend"`,
    },
    {
      id: "curl",
      title: "curl",
      code: `curl -sS -i ${proxyUrl}/resend/emails \\
  -H "Authorization: Bearer $VAULT_KEY" -H "Content-Type: application/json" \\
  -d '{"from":"Acme <agent@acme.com>","to":"ada@example.com","subject":"Hello","text":"Hi"}'`,
    },
  ];
}
