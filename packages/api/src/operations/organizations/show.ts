import { readOrganization } from "@keybrake/database";
import { z } from "zod";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";
import { transact } from "../../transact.ts";
import { organizationFields, showOrganization } from "./show-organization.ts";

export const showOrganizationOperation = defineOperation({
  name: "organizations.show",
  summary: "Show the organization",
  access: { role: "auditor" },
  input: z.strictObject({}),
  output: z.object({
    ...organizationFields,
    proxy_url: z.string().describe("Where agents reach the proxy."),
  }),
  run: (context) =>
    transact(context, async (transaction) =>
      done({
        ...showOrganization(await readOrganization(transaction, context.organizationId)),
        proxy_url: context.publicProxyUrl,
      }),
    ),
});
