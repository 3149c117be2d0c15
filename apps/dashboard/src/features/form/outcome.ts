import { problemOf, type ShownProblem } from "../../trpc/problem.ts";

/** What became of a mutation, for a form or a dialog. @returns null when it is done, or why not */
export async function outcome(done: Promise<unknown>): Promise<ShownProblem | null> {
  try {
    await done;
    return null;
  } catch (error) {
    return problemOf(error);
  }
}
