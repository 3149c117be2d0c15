import { readInFlight } from "@keybrake/database";
import { z } from "zod";
import { inFlightFields, showInFlight } from "../../fields/in-flight.ts";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

/** As many ids as fit into an address; a screen selects no more at a time. */
const IN_FLIGHT_KEYS_MAX = 100;

export const keysInFlightOperation = defineOperation({
  name: "vault-keys.in-flight",
  summary: "Tell what is in flight under some keys, before they are revoked",
  access: { role: "auditor" },
  input: z.strictObject({ ids: z.array(id).min(1).max(IN_FLIGHT_KEYS_MAX) }),
  output: z.object(inFlightFields),
  run: (context, { ids }) =>
    transact(context, async (transaction) =>
      done(showInFlight(await readInFlight(transaction, context.organizationId, ids))),
    ),
});
