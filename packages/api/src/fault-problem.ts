import { randomUUID } from "node:crypto";
import { isUnreachable } from "@keybrake/database";
import type { Platform } from "./context.ts";
import { type Problem, refuse } from "./problems.ts";

/** Reports a fault with its cause, and gives what may be told of it outside: an id to find it in the log by. */
export function faultProblem(
  platform: Pick<Platform, "onFault"> | undefined,
  operation: string,
  cause: unknown,
): Problem {
  const faultId = randomUUID();
  platform?.onFault({ faultId, operation, cause });
  return isUnreachable(cause)
    ? refuse("database_unreachable", "Nothing was changed or it is not known: look before trying again.")
        .problem
    : refuse("internal_error", `The server's log tells more under ${faultId}.`).problem;
}
