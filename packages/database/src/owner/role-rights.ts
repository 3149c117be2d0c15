import type pg from "pg";

const ROLES = ["keybrake_app", "keybrake_proxy", "keybrake_operator"] as const;
const COLUMN_PRIVILEGES = ["SELECT", "INSERT", "UPDATE", "REFERENCES"] as const;
const TABLE_PRIVILEGES = ["DELETE", "TRUNCATE", "TRIGGER"] as const;

interface Right {
  readonly role: (typeof ROLES)[number];
  readonly relation: string;
  readonly privilege: (typeof COLUMN_PRIVILEGES)[number] | (typeof TABLE_PRIVILEGES)[number];
}

/** What decides over money or is the record of it: the dashboard's role reads it and writes it by functions only. */
const WRITTEN_BY_FUNCTIONS = new Set([
  "call",
  "call_adjustment",
  "counted_object",
  "invitation",
  "key_ledger",
  "member",
  "retry_anchor",
  "run_revocation",
  "service_token",
  "spend_rollup",
  "vault_key",
]);
const RECORDS = new Set(["activity", "policy_version"]);
/** What is no tenant's: row-level security cannot tell whose it is, so there are functions only. */
const BY_FUNCTIONS_ONLY = new Set([
  "app_user",
  "set_up_code",
  "sign_in_throttle",
  "token_lookup",
  "user_account",
  "user_session",
]);
const OPERATOR_MAY_NOT_READ = new Set([...BY_FUNCTIONS_ONLY, "credential", "invitation", "service_token"]);

/** Whether a right may be there. On a new table only the dashboard's role may have any, until this list says more. */
function mayHave({ role, relation, privilege }: Right): boolean {
  switch (role) {
    case "keybrake_proxy":
      return false;
    case "keybrake_operator":
      return privilege === "SELECT" && !OPERATOR_MAY_NOT_READ.has(relation);
    case "keybrake_app":
      if (relation === "_prisma_migrations" || BY_FUNCTIONS_ONLY.has(relation)) return false;
      if (privilege === "SELECT") return true;
      if (privilege === "REFERENCES" || privilege === "TRUNCATE" || privilege === "TRIGGER") return false;
      if (RECORDS.has(relation)) return privilege === "INSERT";
      return !WRITTEN_BY_FUNCTIONS.has(relation);
  }
}

/** Rights in this database that would break the separation of roles, each as a sentence; empty when all is well. */
export async function findRoleFaults(client: pg.ClientBase): Promise<string[]> {
  return [
    ...(await attributeFaults(client)),
    ...(await relationFaults(client)),
    ...(await columnFaults(client)),
    ...(await functionFaults(client)),
  ];
}

async function attributeFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ rolname: string }>(
    `SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND
       (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
         OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = pg_roles.oid))`,
    [ROLES],
  );
  return rows.map(
    ({ rolname }) => `${rolname} has rights of its own or of another role that pass over its grants`,
  );
}

async function relationFaults(client: pg.ClientBase): Promise<string[]> {
  // Asked with what PUBLIC gives included, since that is what a session has.
  const { rows } = await client.query<Right>(
    `SELECT role, coalesce(pg_partition_root(c.oid)::regclass::text, c.relname) AS relation, privilege
     FROM pg_class c, unnest($1::text[]) AS role, unnest($2::text[]) AS privilege
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND CASE WHEN privilege = ANY ($3) THEN has_any_column_privilege(role, c.oid, privilege)
         ELSE has_table_privilege(role, c.oid, privilege) END
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [ROLES, [...COLUMN_PRIVILEGES, ...TABLE_PRIVILEGES], COLUMN_PRIVILEGES],
  );
  return rows
    .filter((right) => !mayHave(right))
    .map(({ role, relation, privilege }) => `${role} may ${privilege} ${relation}`);
}

async function columnFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ sealed: boolean; invited: boolean }>(
    `SELECT has_column_privilege('keybrake_app', 'public.credential', 'sealed', 'SELECT') AS sealed,
       has_column_privilege('keybrake_app', 'public.invitation', 'token_hash', 'SELECT') AS invited`,
  );
  const [may] = rows;
  return [
    ...(may?.sealed === false ? [] : ["keybrake_app may read sealed credentials"]),
    ...(may?.invited === false ? [] : ["keybrake_app may read the tokens of invitations"]),
  ];
}

async function functionFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ signature: string; pinned: boolean; public: boolean }>(
    `SELECT p.oid::regprocedure::text AS signature,
       NOT p.prosecdef OR coalesce(array_to_string(p.proconfig, ' ') LIKE '%search_path=%', false) AS pinned,
       EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0) AS public
     FROM pg_proc p
     WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = 'keybrake_owner'::regrole ORDER BY 1`,
  );
  return rows.flatMap(({ signature, pinned, public: callable }) => [
    ...(pinned ? [] : [`${signature} runs as its owner without a search_path of its own`]),
    ...(callable ? [`everybody may call ${signature}`] : []),
  ]);
}
