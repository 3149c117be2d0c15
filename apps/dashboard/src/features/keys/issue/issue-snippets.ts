import type { IssueRequest } from "./key-draft.ts";

export interface Snippet {
  readonly id: string;
  readonly title: string;
  readonly code: string;
}

/** The same key by REST, as an orchestrator would issue it with a service token. */
export function issueSnippets(request: IssueRequest, dashboardUrl: string): readonly Snippet[] {
  const url = `${dashboardUrl}/api/v1/vault-keys`;
  return [
    { id: "curl", title: "curl", code: curl(url, request) },
    { id: "node", title: "Node", code: node(url, request) },
    { id: "python", title: "Python", code: python(url, request) },
  ];
}

function curl(url: string, request: IssueRequest): string {
  // Single quotes are the shell's; no field can hold one but a policy's or an entry's text, so they are closed round it.
  const body = JSON.stringify(request, null, 2).replaceAll("'", "'\\''");
  return [
    `curl -sS ${url} \\`,
    `  -H "Authorization: Bearer $KEYBRAKE_TOKEN" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${body}'`,
  ].join("\n");
}

function node(url: string, request: IssueRequest): string {
  return `const answer = await fetch("${url}", {
  method: "POST",
  headers: {
    authorization: \`Bearer \${process.env.KEYBRAKE_TOKEN}\`,
    "content-type": "application/json",
  },
  body: JSON.stringify(${indented(JSON.stringify(request, null, 2), 2)}),
});
if (!answer.ok) throw new Error((await answer.json()).detail);
const { vault_key } = await answer.json();`;
}

function python(url: string, request: IssueRequest): string {
  return `import json, os, urllib.request

request = urllib.request.Request(
    "${url}",
    method="POST",
    headers={
        "Authorization": "Bearer " + os.environ["KEYBRAKE_TOKEN"],
        "Content-Type": "application/json",
    },
    data=json.dumps(${indented(JSON.stringify(request, null, 4), 4)}).encode(),
)
with urllib.request.urlopen(request) as answer:
    vault_key = json.load(answer)["vault_key"]`;
}

function indented(json: string, by: number): string {
  return json.replaceAll("\n", `\n${" ".repeat(by)}`);
}
