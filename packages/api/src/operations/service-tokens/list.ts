import { listServiceTokens } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { serviceTokenFields, showServiceToken } from "./show-service-token.ts";

const NAME = "service-tokens.list";

export const listServiceTokensOperation = defineOperation({
  name: NAME,
  summary: "List service tokens",
  access: { role: "auditor" },
  input: z.strictObject(pageFields),
  output: pageOf(z.object(serviceTokenFields)),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listServiceTokens(transaction, {
        organizationId: context.organizationId,
        before: before.value,
        limit: input.limit + 1,
      });
      return done(makePage(NAME, input, { rows, show: showServiceToken }));
    });
  },
});
