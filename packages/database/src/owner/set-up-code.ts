import { randomInt } from "node:crypto";
import { hashSetUpCode } from "../identity/set-up-code.ts";
import { withOwner } from "./owner-connection.ts";

/** Crockford's alphabet: no letter can be taken for a digit. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/**
 * A code with which the first person may set this installation up, in place of any earlier one; null when somebody is
 * here. Only whoever reads the terminal of the start has it, so that no stranger who finds the port first becomes the
 * owner.
 */
export function ensureSetUpCode(databaseUrl: string): Promise<string | null> {
  return withOwner(databaseUrl, async (client) => {
    const code = makeCode();
    // One statement: nobody can come in between the question and the code.
    const { rowCount } = await client.query(
      `INSERT INTO set_up_code (code_hash) SELECT $1 WHERE NOT EXISTS (SELECT FROM app_user)
       ON CONFLICT (only_row) DO UPDATE SET code_hash = excluded.code_hash, created_at = now(), consumed_at = NULL`,
      [hashSetUpCode(code)],
    );
    return rowCount === 1 ? code : null;
  });
}

/** 100 random bits, in groups that can be read aloud. */
function makeCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(32)]).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}
