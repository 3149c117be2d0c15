import { vendors } from "@keybrake/vendors";
import { z } from "zod";
import { defineOperation } from "../../operation.ts";
import { done } from "../../problems.ts";

const secretField = z.object({
  name: z.string().describe("As `secret` of a new credential takes it."),
  label: z.string(),
  placeholder: z.string(),
  description: z.string(),
});

export const listVendorsOperation = defineOperation({
  name: "vendors.list",
  summary: "List the vendors that keys can be for",
  access: { role: "auditor" },
  input: z.strictObject({}),
  output: z.object({
    data: z.array(z.object({ name: z.string(), title: z.string(), secret_fields: z.array(secretField) })),
  }),
  run: async () =>
    done({
      data: vendors.map(({ name, title, secretFields }) => ({
        name,
        title,
        secret_fields: secretFields.map((field) => ({ ...field })),
      })),
    }),
});
