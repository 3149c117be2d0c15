import type { OrganizationTransaction } from "@keybrake/database";
import type { OperationContext } from "./context.ts";
import { type Problem, type Result, refuse } from "./problems.ts";

/**
 * Does an operation's work in one transaction of the caller's organization. A refusal rolls everything back, so that
 * what was refused changed nothing, however late the refusal came.
 */
export async function transact<T>(
  context: OperationContext,
  work: (transaction: OrganizationTransaction) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await context.database.withOrganization(context.organizationId, async (transaction) => {
      const result = await work(transaction);
      if (!result.ok) throw new RolledBack(result.problem);
      return result;
    });
  } catch (fault) {
    if (!(fault instanceof RolledBack)) throw fault;
    const { code, detail, ...more } = fault.problem;
    return refuse(code, detail, more);
  }
}

/** Leaves a transaction with a refusal; never leaves this file. */
class RolledBack extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}
