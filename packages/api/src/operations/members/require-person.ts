import type { OperationContext, Person } from "../../context.ts";
import { done, type Result, refuse } from "../../problems.ts";

/** For what only a person may do. No service token reaches it today; one that did some day would be refused here. */
export function requirePerson(context: OperationContext): Result<Person> {
  if (context.person !== null) return done(context.person);
  return refuse("missing_role", "This takes a person who is signed in.");
}
