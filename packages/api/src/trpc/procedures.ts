import type { z } from "zod";
import type { OperationContext } from "../context.ts";
import type { Operation } from "../operation.ts";
import { refuse } from "../problems.ts";
import { contextFor } from "./caller.ts";
import { procedure, refusalError } from "./trpc.ts";

type Access = Pick<Operation, "access">;

/** Judges who is asking before what they ask is looked at: a stranger learns nothing of what an input would need. */
function permitted(operation: Access) {
  return procedure.use(({ ctx, next }) => {
    const context = contextFor(ctx, operation);
    if (!context.ok) throw refusalError(context.problem);
    return next({ ctx: { ...ctx, operation: context.value } });
  });
}

/** An operation that changes nothing. */
export function queryOf<Input extends z.ZodObject, Output extends z.ZodObject>(
  operation: Operation<Input, Output>,
) {
  return permitted(operation)
    .input(operation.input)
    .query(({ ctx, input }) => run(operation, ctx.operation, input as z.output<Input>));
}

/** An operation that changes something: never at another site's bidding. */
export function mutationOf<Input extends z.ZodObject, Output extends z.ZodObject>(
  operation: Operation<Input, Output>,
) {
  return permitted(operation)
    .use(({ ctx, next }) => {
      if (!ctx.isSameOrigin) throw refusalError(refuse("cross_site", "Another site sent this.").problem);
      return next();
    })
    .input(operation.input)
    .mutation(({ ctx, input }) => run(operation, ctx.operation, input as z.output<Input>));
}

async function run<Input extends z.ZodObject, Output extends z.ZodObject>(
  operation: Operation<Input, Output>,
  context: OperationContext,
  input: z.output<Input>,
): Promise<z.output<Output>> {
  const result = await operation.run(context, input);
  if (!result.ok) throw refusalError(result.problem);
  // Parsed and not only typed: what the schema does not name must not leave, and what it names must be there.
  return operation.output.parse(result.value);
}
