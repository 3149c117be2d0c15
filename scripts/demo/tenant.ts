import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createOrganizationWithOwner } from "@keybrake/database/owner";
import { mintToken } from "@keybrake/vault";
import { hashPassword, verifyPassword } from "@keybrake/vault/password";
import { z } from "zod";

const schema = z.object({
  organizationId: z.string(),
  email: z.string(),
  password: z.string(),
  serviceToken: z.string(),
});

/** The demo's organization and how to get into it. Kept in the data folder, readable by its owner alone. */
export type DemoLogin = z.output<typeof schema>;

const SCOPES = ["keys:issue", "keys:revoke", "read", "credentials:write", "unknown:resolve"];
export const DEMO_ZONE = "UTC";

/** What an earlier demo made in this data folder; null where there was none. */
export function readDemoLogin(dataFolder: string): DemoLogin | null {
  try {
    return schema.parse(JSON.parse(readFileSync(fileOf(dataFolder), "utf8")));
  } catch {
    return null;
  }
}

/** Makes the organization, with a password of its own: a demo that somebody forgets must not be an open door. */
export async function makeDemoLogin(ownerUrl: string, dataFolder: string): Promise<DemoLogin> {
  const email = `demo-${randomBytes(3).toString("hex")}@example.com`;
  const password = `demo ${randomBytes(9).toString("base64url")}`;
  const { token, hash, last4 } = mintToken("service_token");
  const created = await createOrganizationWithOwner(ownerUrl, {
    name: "Lumen Labs (demo)",
    zone: DEMO_ZONE,
    owner: {
      email,
      passwordHash: await hashPassword(password),
      confirm: (storedHash) => verifyPassword(storedHash, password),
    },
    serviceToken: { label: "Demo orchestrator", scopes: SCOPES, hash, last4 },
  });
  if (!created.ok) throw new Error(`the demo's organization could not be made: ${created.code}`);
  const login = { organizationId: created.organizationId, email, password, serviceToken: token };
  writeFileSync(fileOf(dataFolder), `${JSON.stringify(login)}\n`, { mode: 0o600 });
  return login;
}

function fileOf(dataFolder: string): string {
  return `${dataFolder}/demo.json`;
}
