import type { MemberRefusal } from "@keybrake/database";
import { notFound, type Refused, refuse } from "../../problems.ts";

/** What only the database could see under its lock. */
export function explainRefusal(refusal: MemberRefusal): Refused {
  switch (refusal) {
    case "absent":
      return notFound();
    case "missing_role":
      return refuse("missing_role", "Your role here does not allow this any more.");
    case "role_above_own":
      return refuse("role_above_own", "Nobody gives, changes or takes away a role above their own.");
    case "last_owner":
      return refuse("last_owner", "This is the last owner: make somebody else an owner first.");
  }
}
