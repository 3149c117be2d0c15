import { randomBytes } from "node:crypto";
import { mintToken, type SealingKeyPair, seal } from "@keybrake/vault";
import pg from "pg";

export const ORGANIZATIONS = 100;
export const KEYS = 1_000;

/** No cap may ever refuse: a billion dollars, and as many calls. All are set, since each costs something to judge. */
const NEVER_REACHED_MICROS = "1000000000000000";
const NEVER_REACHED_CALLS = 1_000_000_000;

const RULES = {
  allowedEndpoints: ["POST /v1/payment_intents"],
  assumedCallMicros: null,
  currencies: null,
  stripeAccounts: [],
  rates: { usd: "1000000" },
  marginBps: 500,
};

export interface Seeded {
  /** The agents' vault keys; neighbours belong to different organizations. */
  readonly vaultKeys: readonly string[];
  /** The real credentials, for what stands beside the proxy and knows no vault keys. */
  readonly secrets: readonly string[];
}

/** Fills an empty, migrated database with a hundred organizations of ten keys on one sandbox credential each. */
export async function seedKeys(superuserUrl: string, sealingKey: SealingKeyPair): Promise<Seeded> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    const vaultKeys: string[] = [];
    const secrets: string[] = [];
    const credentials: Credential[] = [];
    for (let index = 0; index < ORGANIZATIONS; index += 1) {
      const { secret, ...credential } = await addCredential(client, sealingKey);
      secrets.push(secret);
      credentials.push(credential);
    }
    for (let round = 0; round < KEYS / ORGANIZATIONS; round += 1) {
      for (const credential of credentials) vaultKeys.push(await issueKey(client, credential, round));
    }
    await client.query("COMMIT");
    await client.query("ANALYZE");
    return { vaultKeys, secrets };
  } finally {
    await client.end();
  }
}

interface Credential {
  readonly organizationId: string;
  readonly credentialId: string;
}

async function addCredential(
  client: pg.Client,
  sealingKey: SealingKeyPair,
): Promise<Credential & { readonly secret: string }> {
  const ids = await client.query<Credential>(
    `SELECT uuidv7()::text AS "organizationId", uuidv7()::text AS "credentialId"`,
  );
  const [id] = ids.rows;
  if (id === undefined) throw new Error("the database made no ids");
  const secret = `sk_test_sandbox_${randomBytes(24).toString("hex")}`;
  const binding = { vendor: "stripe", origin: "sandbox", attachment: "bearer", version: 1 };
  const sealed = await seal({
    publicKey: sealingKey.publicKey,
    context: { ...id, ...binding },
    plaintext: Buffer.from(JSON.stringify({ api_key: secret })),
  });
  await client.query("INSERT INTO organization (id, name, max_daily_cap_micros) VALUES ($1, 'Bench', $2)", [
    id.organizationId,
    NEVER_REACHED_MICROS,
  ]);
  await client.query(
    `INSERT INTO credential (organization_id, id, vendor, label, mode, last4, origin, attachment, version,
       sealing_key_id, sealed, created_by)
     VALUES ($1, $2, 'stripe', 'bench', 'sandbox', $3, 'sandbox', 'bearer', 1, $4, $5, 'bench')`,
    [id.organizationId, id.credentialId, secret.slice(-4), sealingKey.publicKey.id, sealed],
  );
  return { ...id, secret };
}

async function issueKey(client: pg.Client, credential: Credential, round: number): Promise<string> {
  const { token, hash, last4 } = mintToken("vault_key");
  const { organizationId, credentialId } = credential;
  // The function looks at the organization that the transaction says it is for.
  await client.query("SELECT set_config('keybrake.organization_id', $1, true)", [organizationId]);
  const { rows } = await client.query<{ code: string }>(
    `SELECT code FROM issue_vault_key_v1($1, uuidv7(), $2, $3, 'stripe', $4, 'bench', $5, $6, NULL, NULL, 'bench',
       interval '12 hours', $7, $7, $7, $8)`,
    [
      organizationId,
      hash,
      last4,
      credentialId,
      `bench/run_${round}`,
      JSON.stringify(RULES),
      NEVER_REACHED_MICROS,
      NEVER_REACHED_CALLS,
    ],
  );
  if (rows[0]?.code !== "issued") throw new Error(`no key was issued: ${rows[0]?.code}`);
  return token;
}
