import { listCredentials } from "@keybrake/database";
import { z } from "zod";
import { makePage, pageFields, pageOf, readPosition } from "../../fields/page.ts";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { credentialFields, showCredential } from "./show-credential.ts";

const NAME = "credentials.list";

export const listCredentialsOperation = defineOperation({
  name: NAME,
  summary: "List credentials",
  http: { method: "GET", path: "/credentials", status: 200 },
  access: { scope: "read", role: "auditor" },
  input: z.strictObject(pageFields),
  output: pageOf(z.object(credentialFields)),
  run: async (context, input) => {
    const before = readPosition(NAME, input);
    if (!before.ok) return before;
    return transact(context, async (transaction) => {
      const rows = await listCredentials(transaction, {
        organizationId: context.organizationId,
        before: before.value,
        limit: input.limit + 1,
      });
      return done(makePage(NAME, input, { rows, show: showCredential }));
    });
  },
});
