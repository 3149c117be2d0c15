import type { z } from "zod";
import type { Operation } from "../operation.ts";
import type { Problem } from "../problems.ts";
import type { TestApi } from "./test-api.ts";

/** What an operation answers to a person of the organization, by the way of every screen: parsed in and parsed out. */
export async function runOperation<Input extends z.ZodObject, Output extends z.ZodObject>(
  api: TestApi,
  operation: Operation<Input, Output>,
  asked: { readonly organizationId: string; readonly input: z.input<Input> },
): Promise<z.output<Output>> {
  const result = await attempt(api, operation, asked);
  if (!result.ok) throw new Error(`${operation.name} refused: ${result.problem.detail}`);
  return operation.output.parse(result.value);
}

export async function refusalOf<Input extends z.ZodObject, Output extends z.ZodObject>(
  api: TestApi,
  operation: Operation<Input, Output>,
  asked: { readonly organizationId: string; readonly input: z.input<Input> },
): Promise<Problem["code"] | null> {
  const result = await attempt(api, operation, asked);
  return result.ok ? null : result.problem.code;
}

function attempt<Input extends z.ZodObject, Output extends z.ZodObject>(
  api: TestApi,
  operation: Operation<Input, Output>,
  { organizationId, input }: { readonly organizationId: string; readonly input: z.input<Input> },
) {
  const context = {
    database: api.database,
    sealingKey: api.sealingKeys.publicKey,
    publicProxyUrl: "http://127.0.0.1:4100",
    organizationId,
    actor: "user:test",
    person: null,
    idempotencyHash: null,
  };
  return operation.run(context, operation.input.parse(input) as z.output<Input>);
}
