import type { KeyRules } from "@keybrake/policy";
import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import type { PricedRequest } from "../pricing.ts";
import { idOf, type Json, objectAt, valueAt } from "./answer.ts";
import { minorUnits, readCurrency, readDecimal } from "./currency.ts";
import { type Fragments, flatten } from "./graphql/root-fields.ts";
import { toMicros } from "./pricing/reckon.ts";
import type { Told } from "./told.ts";

/** Where a mutation's answer has its object, and how much that object says was moved. */
interface Payload {
  readonly object: string;
  /** A MoneyBag, or a MoneyV2 where the path ends in one. */
  readonly money?: readonly string[];
}

const bag = "presentmentMoney";

const payloads: Readonly<Record<string, Payload>> = {
  appPurchaseOneTimeCreate: { object: "appPurchaseOneTime" },
  appSubscriptionCreate: { object: "appSubscription" },
  appUsageRecordCreate: { object: "appUsageRecord", money: ["price"] },
  draftOrderComplete: { object: "draftOrder" },
  draftOrderInvoiceSend: { object: "draftOrder" },
  fulfillmentCreate: { object: "fulfillment" },
  fulfillmentCreateV2: { object: "fulfillment" },
  giftCardCreate: { object: "giftCard", money: ["initialValue"] },
  giftCardCredit: { object: "giftCardCreditTransaction", money: ["amount"] },
  giftCardDebit: { object: "giftCardDebitTransaction" },
  orderCancel: { object: "job" },
  orderCapture: { object: "transaction", money: ["amountSet", bag] },
  orderCreate: { object: "order" },
  orderCreateManualPayment: { object: "order" },
  orderCreateMandatePayment: { object: "job" },
  orderEditCommit: { object: "order" },
  orderInvoiceSend: { object: "order" },
  orderMarkAsPaid: { object: "order" },
  refundCreate: { object: "refund", money: ["totalRefundedSet", bag] },
  returnProcess: { object: "return" },
  returnRefund: { object: "refund" },
  storeCreditAccountCredit: { object: "storeCreditAccountTransaction", money: ["amount"] },
  storeCreditAccountDebit: { object: "storeCreditAccountTransaction" },
  subscriptionBillingAttemptCreate: { object: "subscriptionBillingAttempt" },
  subscriptionBillingCycleCharge: { object: "subscriptionBillingAttempt" },
  transactionVoid: { object: "transaction" },
};

/** Codes of errors that Shopify gives before it executes anything. Validation's are camel case (`undefinedField`). */
const beforeExecution =
  /^(?:THROTTLED|ACCESS_DENIED|MAX_COST_EXCEEDED|SHOP_INACTIVE|INVALID_VARIABLE|BAD_REQUEST|[a-z][A-Za-z]+)$/;

/** What a 200 of GraphQL says of each root field of the document that was sent, in its order. */
export function graphqlTold(request: PricedRequest, json: Json, rules: KeyRules): Told[] {
  const { fields, fragments } = sentFields(request);
  const data = objectAt(json.data);
  const errors = Array.isArray(json.errors) ? json.errors : [];
  if (data === null) {
    const wasRefused = errors.length > 0 && errors.every(isBeforeExecution);
    return fields.map(() => (wasRefused ? refused : open));
  }
  return fields.map((field) => {
    const key = field.alias?.value ?? field.name.value;
    // The answer names every field that was executed, so this one was skipped.
    if (!Object.hasOwn(data, key)) return refused;
    const payload = objectAt(data[key]);
    if (payload === null) {
      const own = errors.filter((error) => pathOf(error)[0] === key);
      return own.length > 0 && own.every(isBeforeExecution) ? refused : open;
    }
    return payloadTold({ field, fragments, payload }, request, rules);
  });
}

const refused: Told = { what: "refused", micros: 0n, id: null };
const open: Told = { what: "open", micros: null, id: null };

function isBeforeExecution(error: unknown): boolean {
  const code = valueAt(error, ["extensions", "code"]);
  return typeof code === "string" && beforeExecution.test(code);
}

function pathOf(error: unknown): readonly unknown[] {
  const path = valueAt(error, ["path"]);
  return Array.isArray(path) ? path : [];
}

interface Answered {
  readonly field: FieldNode;
  readonly fragments: Fragments;
  readonly payload: Json;
}

function payloadTold({ field, fragments, payload }: Answered, request: PricedRequest, rules: KeyRules): Told {
  const name = field.name.value;
  const known = Object.hasOwn(payloads, name) ? payloads[name] : undefined;
  const scope = { node: field, fragments, value: payload };
  const object = known === undefined ? null : step(scope, known.object);
  const isThere = object !== null && objectAt(object.value) !== null;
  const id = object !== null && isThere ? idOf(step(object, "id")?.value) : null;
  if (!isThere && hasUserErrors(scope)) return { ...refused, id };
  const money = object !== null && known?.money !== undefined ? moneyAt(object, known.money) : null;
  // Whether the total of a refund has store credit in it, Shopify does not say.
  const isWhole = !request.outgoing.body?.includes("refundMethods");
  return { what: "done", micros: money !== null && isWhole ? toMicros(money, rules) : null, id };
}

/** A value of the answer beside the field of the document that it answers. */
interface Place {
  readonly node: FieldNode;
  readonly fragments: Fragments;
  readonly value: unknown;
}

/**
 * Goes to a field by its name in the schema. An alias may call any field `userErrors` or `amount`, so the names in
 * the answer are believed only as far as the document explains them.
 */
function step({ node, fragments, value }: Place, name: string): Place | null {
  const below = node.selectionSet === undefined ? [] : flatten(node.selectionSet, fragments);
  const found = below.find((field) => field.name.value === name);
  if (found === undefined) return null;
  return { node: found, fragments, value: valueAt(value, [found.alias?.value ?? name]) };
}

function hasUserErrors({ node, fragments, value }: Place): boolean {
  const below = node.selectionSet === undefined ? [] : flatten(node.selectionSet, fragments);
  return below.some((field) => {
    if (!/^(?:u|[a-zA-Z]+U)serErrors$/.test(field.name.value)) return false;
    const errors = valueAt(value, [field.alias?.value ?? field.name.value]);
    return Array.isArray(errors) && errors.length > 0;
  });
}

function moneyAt(object: Place, path: readonly string[]) {
  let place: Place | null = object;
  for (const name of path) place = place === null ? null : step(place, name);
  if (place === null) return null;
  const amount = step(place, "amount")?.value;
  const code = step(place, "currencyCode")?.value;
  const currency = readCurrency(typeof code === "string" ? code : null);
  const decimal = typeof amount === "string" ? readDecimal(amount) : null;
  if (currency === null || decimal === null) return null;
  const amountMinor = minorUnits(decimal, currency);
  return amountMinor === null ? null : { amountMinor, currency };
}

function sentFields({ outgoing }: PricedRequest): {
  readonly fields: FieldNode[];
  readonly fragments: Fragments;
} {
  const body: unknown = JSON.parse(outgoing.body?.toString("utf8") ?? "null");
  const query = valueAt(body, ["query"]);
  const { definitions } = parse(typeof query === "string" ? query : "", { noLocation: true });
  const operation = definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const fragments = new Map(
    definitions
      .filter(
        (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
      )
      .map((fragment) => [fragment.name.value, fragment] as const),
  );
  const fields = operation === undefined ? [] : flatten(operation.selectionSet, fragments);
  return { fields: fields.filter(({ name }) => name.value !== "__typename"), fragments };
}
