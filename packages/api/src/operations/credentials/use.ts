import { readCredentialUse } from "@keybrake/database";
import { formatUsd } from "@keybrake/policy";
import { z } from "zod";
import { usdOut } from "../../fields/money.ts";
import { id } from "../../fields/text.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";

export const credentialUseOperation = defineOperation({
  name: "credentials.use",
  summary: "Tell what uses a credential at this moment, before it is disabled",
  access: { role: "auditor" },
  input: z.strictObject({ id }),
  output: z.object({ live_keys: z.int(), in_flight_total: z.int(), in_flight_held_usd: usdOut }),
  run: (context, input) =>
    transact(context, async (transaction) => {
      const use = await readCredentialUse(transaction, context.organizationId, input.id);
      return done({
        live_keys: Number(use.liveKeys),
        in_flight_total: Number(use.inFlightCalls),
        in_flight_held_usd: formatUsd(use.inFlightMicros),
      });
    }),
});
