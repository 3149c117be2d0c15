import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { type BatchColumn, batchParameters } from "./statement.ts";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.proxyUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

interface Row {
  readonly text: string | null;
  readonly bytes: Buffer | null;
  readonly big: bigint | null;
  readonly small: number | null;
  readonly flag: boolean | null;
  readonly id: string | null;
}

const columns: readonly BatchColumn<Row>[] = [
  { type: "text", read: (row) => row.text },
  { type: "bytea", read: (row) => row.bytes },
  { type: "bigint", read: (row) => row.big },
  { type: "integer", read: (row) => row.small },
  { type: "boolean", read: (row) => row.flag },
  { type: "uuid", read: (row) => row.id },
];

/** The rows as Postgres understood them. */
async function arrived(rows: readonly Row[]): Promise<readonly Row[]> {
  const answer = await client.query(
    `SELECT * FROM unnest($1::text[], $2::bytea[], $3::bigint[], $4::integer[], $5::boolean[], $6::uuid[])
       AS t (text, bytes, big, small, flag, id)`,
    batchParameters(columns, rows),
  );
  return answer.rows.map((row) => ({ ...row, big: row.big === null ? null : BigInt(row.big) }));
}

/** What an array literal gives a meaning to, beside everything else. Postgres has no NUL in a text. */
const text = fc
  .oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(..."\"\\{}(),; \t\n\r'$NULnulé€😀"), maxLength: 12 }),
    fc.constantFrom("", "NULL", "null", "{}", '"', "\\", '\\"', "\\x00", " ", "a,b", '{"a": "\\"\\\\"}'),
  )
  .filter((made) => !made.includes("\0"));

const row = fc.record({
  text: fc.option(text, { nil: null }),
  bytes: fc.option(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    { nil: null },
  ),
  big: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { nil: null }),
  small: fc.option(fc.integer(), { nil: null }),
  flag: fc.option(fc.boolean(), { nil: null }),
  id: fc.option(fc.uuid(), { nil: null }),
});

describe("a batch's array literals", () => {
  test("arrive in Postgres as what was sent, whatever stands in them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        expect(await arrived(rows)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test("of an empty batch are empty", async () => {
    expect(await arrived([])).toEqual([]);
  });

  test("keep the word NULL, an empty text and an absent one apart", async () => {
    const none = { bytes: null, big: null, small: null, flag: null, id: null };
    const rows = ["NULL", "null", "", null].map((each) => ({ ...none, text: each }));
    expect(await arrived(rows)).toEqual(rows);
  });
});
