import { z } from "zod";
import { amountShape, ask, currencyShape } from "./ask.ts";
import { type CostRule, money, unknown } from "./cost.ts";

const moneyOfDispute = { object: z.literal("dispute"), amount: amountShape, currency: currencyShape };

const disputesShape = z.object({
  object: z.literal("list"),
  data: z.array(z.object(moneyOfDispute)),
  has_more: z.literal(false),
});

/** Closing a dispute concedes it: its amount is lost for good. */
export const closeDispute: CostRule = (_body, [id = ""]) =>
  ask(
    { name: "GET /v1/disputes/{id}", ids: [id] },
    z.object({ ...moneyOfDispute, id: z.literal(id) }),
    ({ amount, currency }) => money(BigInt(amount), currency),
  );

/** The alias below a charge, which has one dispute; were there more, all of them count. */
export const closeDisputeOfCharge: CostRule = (_body, [charge = ""]) =>
  ask({ name: "GET /v1/disputes", parameters: new Map([["charge", charge]]) }, disputesShape, ({ data }) => {
    const [first] = data;
    if (first === undefined) return unknown("The charge has no dispute.");
    if (data.some(({ currency }) => currency !== first.currency)) {
      return unknown("The charge has disputes in several currencies.");
    }
    return money(
      data.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
      first.currency,
    );
  });
