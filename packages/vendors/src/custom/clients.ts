import type { CustomVendor } from "@keybrake/policy";
import type { ClientSnippet } from "../client.ts";

/** How any client is pointed at the proxy: another base address, and the vault key where the secret would stand. */
export function createClients({ name, attachment, endpoints }: CustomVendor) {
  return (proxyUrl: string): readonly ClientSnippet[] => {
    const url = `${proxyUrl}/${name}${endpoints[0]?.path ?? "/…"}`;
    const method = endpoints[0]?.method ?? "GET";
    return [
      {
        id: "curl",
        title: "curl",
        code: `curl -sS -i -X ${method} "${url}" \\\n  ${curlKey(attachment)}`,
      },
      {
        id: "node",
        title: "Node",
        code: `await fetch("${url}", {\n  method: "${method}",\n  headers: { ${fetchKey(attachment)} },\n});`,
      },
    ];
  };
}

function curlKey(attachment: CustomVendor["attachment"]): string {
  switch (attachment.kind) {
    case "bearer":
      return '-H "Authorization: Bearer $VAULT_KEY"';
    case "header":
      return `-H "${attachment.name}: $VAULT_KEY"`;
    case "basic":
      return attachment.secretIs === "user"
        ? `-u "$VAULT_KEY:${attachment.other}"`
        : `-u "${attachment.other}:$VAULT_KEY"`;
    default:
      return attachment satisfies never;
  }
}

/** Bearer always will do, and needs no encoding. */
function fetchKey(attachment: CustomVendor["attachment"]): string {
  return attachment.kind === "header"
    ? `"${attachment.name}": process.env.VAULT_KEY`
    : 'authorization: "Bearer " + process.env.VAULT_KEY';
}
