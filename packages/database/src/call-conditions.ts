import { Prisma } from "../generated/client.ts";
import { type CallCondition, callExpressions } from "./call-filters.ts";

/** A condition over the view `audit_log`: expression, operator and type are this package's own, never the caller's. */
export function conditionSql({ left, operator, value, type }: CallCondition): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(`${callExpressions[left]} ${operator}`)} ${value}::${Prisma.raw(type)}`;
}

export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], " AND ");
}
