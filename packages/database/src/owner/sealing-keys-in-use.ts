import { withOwner } from "./owner-connection.ts";

/** How many credentials, of all organizations and disabled ones too, are sealed to each key id. */
export async function countCredentialsBySealingKey(
  databaseUrl: string,
): Promise<ReadonlyMap<string, number>> {
  return withOwner(databaseUrl, async (client) => {
    const { rows } = await client.query<{ sealing_key_id: string; credentials: number }>(
      "SELECT sealing_key_id, count(*)::integer AS credentials FROM credential GROUP BY sealing_key_id ORDER BY 1",
    );
    return new Map(rows.map((row) => [row.sealing_key_id, row.credentials]));
  });
}
