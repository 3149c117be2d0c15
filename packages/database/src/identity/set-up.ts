import type { AppDatabase } from "../app-database.ts";
import { hashSetUpCode } from "./set-up-code.ts";

/** An organization that somebody makes for themselves. */
export interface NewOrganization {
  readonly id: string;
  readonly name: string;
  /** A name of Postgres's own list, such as `Europe/Berlin`. */
  readonly zone: string;
  /** For the two entries of the activity log that tell of it. */
  readonly activityIds: readonly [string, string];
}

/** For the person of a session, who owns it then. `absent`: nobody is signed in by that token. */
export async function createOrganization(
  database: AppDatabase,
  tokenHash: Buffer,
  { id, name, zone, activityIds }: NewOrganization,
): Promise<"created" | "absent" | "zone_unknown" | "too_many"> {
  const [row] = await database.unscoped.$queryRaw<
    Array<{ code: "created" | "absent" | "zone_unknown" | "too_many" }>
  >`
    SELECT create_organization_v1(${tokenHash}, ${id}::uuid, ${name}, ${zone}, ${[...activityIds]}::uuid[]) AS code`;
  if (row === undefined) throw new Error("making an organization returned no row");
  return row.code;
}

/** Whether nobody is here yet. */
export async function isSetUpOpen(database: AppDatabase): Promise<boolean> {
  const [row] = await database.unscoped.$queryRaw<Array<{ open: boolean }>>`SELECT set_up_open_v1() AS open`;
  return row?.open === true;
}

/** Whether a code would be taken. Asked first, since hashing a password is work that a stranger could order. */
export async function checkSetUpCode(database: AppDatabase, code: string): Promise<boolean> {
  const [row] = await database.unscoped.$queryRaw<Array<{ good: boolean }>>`
    SELECT check_set_up_code_v1(${hashSetUpCode(code)}) AS good`;
  return row?.good === true;
}

/** Makes the first person and their organization. `refused`: the code is wrong or used, or somebody is here already. */
export async function setUp(
  database: AppDatabase,
  code: string,
  made: {
    readonly organization: NewOrganization;
    readonly user: {
      readonly id: string;
      /** In lower case. */
      readonly email: string;
      readonly name: string | null;
      readonly passwordHash: string;
    };
  },
): Promise<"done" | "refused" | "zone_unknown"> {
  const { organization, user } = made;
  const [row] = await database.unscoped.$queryRaw<Array<{ code: "done" | "refused" | "zone_unknown" }>>`
    SELECT set_up_v1(${hashSetUpCode(code)}, ${organization.id}::uuid, ${organization.name}, ${organization.zone},
      ${user.id}::uuid, ${user.email}, ${user.name}, ${user.passwordHash},
      ${[...organization.activityIds]}::uuid[]) AS code`;
  if (row === undefined) throw new Error("setting up returned no row");
  return row.code;
}
