import type { z } from "zod";
import type { Access } from "./access.ts";
import type { OperationContext } from "./context.ts";
import type { ProblemCode, Result } from "./problems.ts";

/** How an operation is reached over REST; names in braces in `path` are fields of the input. */
export interface HttpRoute {
  readonly method: "GET" | "POST" | "PUT";
  /** Below `/api/v1`, e.g. `/vault-keys/{id}/revoke`. */
  readonly path: string;
  readonly status: 200 | 201;
  /** True where nothing but the path is read: any content type is taken and the body is not looked at. */
  readonly ignoresBody?: true;
}

interface OperationFacts<Input extends z.ZodObject> {
  /** Noun and verb, e.g. `vault-keys.issue`; unique. */
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
  /** Absent where only people do it, on the screens. */
  readonly http?: HttpRoute;
  readonly access: Access;
  /** Strict, in snake_case: an unknown field is refused, since a misspelt cap would otherwise be no cap. */
  readonly input: Input;
  /** Refusals of its own, beyond those that every operation can give. */
  readonly problems?: readonly ProblemCode[];
}

/** One thing that can be done in the control plane, the same over REST and for the screens. */
export interface Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject>
  extends OperationFacts<Input> {
  readonly kind: "operation";
  /** Fields that it does not name never leave the server, whatever `run` returns. */
  readonly output: Output;
  run(context: OperationContext, input: z.output<Input>): Promise<Result<z.input<Output>>>;
}

/** A list without end, as a file: streamed, and not paged. */
export interface Download<Input extends z.ZodObject = z.ZodObject> extends OperationFacts<Input> {
  readonly kind: "download";
  readonly contentType: "text/csv";
  readonly filename: string;
  run(
    context: OperationContext,
    input: z.output<Input>,
  ): Promise<Result<ReadableStream<Uint8Array<ArrayBuffer>>>>;
}

export type AnyOperation = Operation | Download;

export function defineOperation<Input extends z.ZodObject, Output extends z.ZodObject>(
  operation: Omit<Operation<Input, Output>, "kind">,
): Operation<Input, Output> {
  return { kind: "operation", ...operation };
}

export function defineDownload<Input extends z.ZodObject>(
  download: Omit<Download<Input>, "kind">,
): Download<Input> {
  return { kind: "download", ...download };
}
