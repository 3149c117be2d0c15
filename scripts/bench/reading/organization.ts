import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createOrganizationWithOwner } from "@keybrake/database/owner";
import { fillHistory } from "@keybrake/database/sample-history";
import { mintToken } from "@keybrake/vault";
import { hashPassword, verifyPassword } from "@keybrake/vault/password";
import pg from "pg";
import { z } from "zod";

const schema = z.object({
  organizationId: z.string(),
  calls: z.number(),
  email: z.string(),
  password: z.string(),
});

/** An organization with many calls, and how its owner signs in. */
export type FilledOrganization = z.output<typeof schema>;

const ZONE = "Europe/Berlin";
const HISTORY = { zone: ZONE, days: 30, agents: 60, seed: 1 };

interface FillOptions {
  /** Where the database is kept; an organization that was filled there before is taken as it is. */
  readonly folder: string;
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  readonly calls: number;
  readonly say: (text: string) => void;
}

export async function filledOrganization(options: FillOptions): Promise<FilledOrganization> {
  const { folder, ownerUrl, superuserUrl, calls, say } = options;
  const file = join(folder, "organization.json");
  if (existsSync(file)) return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  const organization = await makeOrganization(ownerUrl);
  const startedAt = performance.now();
  let told = 0;
  await fillHistory({
    ...HISTORY,
    connectionString: ownerUrl,
    organizationId: organization.organizationId,
    calls,
    now: new Date(),
    onProgress: (done) => {
      if (done - told < calls / 10) return;
      told = done;
      say(`${done} of ${calls} calls …`);
    },
  });
  say(`Wrote ${calls} calls in ${Math.round((performance.now() - startedAt) / 1000)} s.`);
  await run(superuserUrl, "VACUUM ANALYZE");
  const filled = { ...organization, calls };
  writeFileSync(file, JSON.stringify(filled), { mode: 0o600 });
  return filled;
}

async function makeOrganization(ownerUrl: string): Promise<Omit<FilledOrganization, "calls">> {
  const email = "bench@example.com";
  const password = randomBytes(18).toString("base64url");
  const { hash, last4 } = mintToken("service_token");
  const made = await createOrganizationWithOwner(ownerUrl, {
    name: "Bench",
    zone: ZONE,
    owner: {
      email,
      passwordHash: await hashPassword(password),
      confirm: (storedHash) => verifyPassword(storedHash, password),
    },
    serviceToken: { label: "bench", scopes: ["read"], hash, last4 },
  });
  if (!made.ok) throw new Error(`the organization could not be made: ${made.code}`);
  return { organizationId: made.organizationId, email, password };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
