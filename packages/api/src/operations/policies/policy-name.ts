import { z } from "zod";
import { displayName } from "../../fields/text.ts";
import { type Refused, refuse } from "../../problems.ts";

/** Where a key is issued by a policy's name or id, a name that reads like an id would be taken for one. */
export const policyName = displayName(100).refine((name) => !z.uuid().safeParse(name).success, {
  error: "A name must not look like an id.",
});

export function policyNameTaken(): Refused {
  const message = "Another policy, perhaps an archived one, has this name.";
  return refuse("policy_name_taken", message, { errors: [{ path: "name", message }] });
}
