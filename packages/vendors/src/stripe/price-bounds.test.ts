import fc from "fast-check";
import { expect, test } from "vitest";
import type { Movement } from "../sandbox.ts";
import { settle } from "./settle.ts";
import { priceCall, rules } from "./testing/calls.ts";
import { InProcessSandbox, type Sent } from "./testing/in-process-sandbox.ts";

/**
 * Whatever is asked of Stripe in whatever order: no call that is let through moves more than its price. The sandbox
 * reckons for itself what it moves; it shares neither parser nor prices with the connector.
 */

/** US dollars in micros, by the rates of the tests' key, written down here once more on purpose. */
const DOLLARS: Readonly<Record<string, number>> = { usd: 1, eur: 1.08 * 1.05, jpy: 0.0067 * 1.05 };

const dollarsOf = (movements: readonly Movement[]): number =>
  movements
    .filter(({ direction }) => direction !== "back")
    .reduce((sum, { currency, micros }) => sum + Number(micros) * (DOLLARS[currency] ?? Number.NaN), 0);

const verbs = [
  "create intent",
  "create charge",
  "confirm",
  "capture",
  "increment",
  "update",
  "cancel",
  "capture charge",
  "refund",
  "refund intent",
  "refund alias",
  "refunds alias",
  "transfer",
  "close dispute",
  "close dispute of charge",
  "create invoice",
  "add line",
  "finalize",
  "pay",
  "void",
  "subscribe",
  "subscribe alias",
  "change subscription",
  "add item",
  "change item",
  "session",
] as const;

const step = fc.record({
  // What has to come one after the other comes more often.
  verb: fc.constantFrom(
    ...verbs,
    ...verbs.slice(0, 4),
    "create intent",
    "capture",
    "refund intent",
    "finalize",
    "pay",
  ),
  pick: fc.nat({ max: 3 }),
  amount: fc.integer({ min: 50, max: 9_000 }).map((n) => n * 10),
  hasAmount: fc.boolean(),
  currency: fc.constantFrom("usd", "usd", "usd", "eur", "jpy"),
  card: fc.constantFrom(
    "pm_card_visa",
    "pm_card_visa",
    "pm_card_visa",
    "pm_card_chargeDeclined",
    "pm_card_authenticationRequired",
    "pm_card_createDispute",
  ),
  flag: fc.boolean(),
  quantity: fc.integer({ min: 1, max: 9 }),
  key: fc.option(fc.constantFrom("k1", "k2", "k3"), { nil: undefined }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What there is to act on, newest last. */
class Scene {
  readonly sandbox = new InProcessSandbox();
  readonly #ids: Record<string, string[]> = {};
  readonly #made: string[];

  constructor() {
    const id = (line: string, form: string) => String(this.sandbox.make(line, form).id);
    const customer = id("POST /v1/customers", "invoice_settings[default_payment_method]=pm_card_visa");
    this.#ids.cus = [customer];
    const product = "product=prod_x&currency=usd";
    this.#made = ["500", "1999"].map((amount) =>
      id("POST /v1/prices", `${product}&unit_amount=${amount}&recurring[interval]=month`),
    );
    this.#made.push(id("POST /v1/prices", `${product}&unit_amount=12000&recurring[interval]=year`));
    this.saw(this.sandbox.make("POST /v1/charges", "amount=1000&currency=usd&source=tok_createDispute"));
    for (const amount of [1_500, 22_000]) {
      const draft = id("POST /v1/invoices", `customer=${customer}&auto_advance=false`);
      this.saw(this.sandbox.make(`POST /v1/invoices/${draft}/add_lines`, `lines[0][amount]=${amount}`));
    }
    this.#ids.once = [id("POST /v1/prices", `${product}&unit_amount=700`)];
  }

  at(prefix: string, pick: number): string {
    const known = this.#ids[prefix] ?? [];
    return known[known.length - 1 - (pick % Math.max(1, known.length))] ?? `${prefix}_none`;
  }

  recurring(pick: number): string {
    return this.#made[pick % this.#made.length] ?? "";
  }

  /** Notes every id in an answer. */
  saw(object: unknown): void {
    for (const [id] of JSON.stringify(object).matchAll(/\b(?:pi|ch|dp|in|sub|si)_[A-Za-z0-9]+(?=")/g)) {
      const prefix = id.slice(0, id.indexOf("_"));
      this.#ids[prefix] ??= [];
      if (!this.#ids[prefix].includes(id)) this.#ids[prefix].push(id);
    }
  }
}

const when = (is: boolean, text: string) => (is ? text : "");

function requestOf(scene: Scene, s: Step): readonly [line: string, body: string] {
  const { amount, card, currency, flag, hasAmount, pick, quantity } = s;
  const pi = scene.at("pi", pick);
  const ch = scene.at("ch", pick);
  const invoice = scene.at("in", pick);
  const proration = when(flag, "&proration_behavior=always_invoice");
  const price = scene.recurring(pick);
  switch (s.verb) {
    case "create intent":
      return [
        "POST /v1/payment_intents",
        `amount=${amount}&currency=${currency}&payment_method=${card}${when(flag, "&confirm=true")}${when(hasAmount, "&capture_method=manual")}`,
      ];
    case "create charge":
      return [
        "POST /v1/charges",
        `amount=${amount}&currency=${currency}&source=tok_visa${when(flag, "&capture=false")}`,
      ];
    case "confirm":
      return [
        `POST /v1/payment_intents/${pi}/confirm`,
        `payment_method=${card}${when(hasAmount, `&amount_to_confirm=${amount}`)}`,
      ];
    case "capture":
      return [
        `POST /v1/payment_intents/${pi}/capture`,
        [when(hasAmount, `amount_to_capture=${amount}`), when(flag, "final_capture=false")]
          .filter((part) => part !== "")
          .join("&"),
      ];
    case "increment":
      return [`POST /v1/payment_intents/${pi}/increment_authorization`, `amount=${amount * 2}`];
    case "update":
      return [
        `POST /v1/payment_intents/${pi}`,
        [when(hasAmount, `amount=${amount}`), when(flag, `currency=${currency}`)]
          .filter((part) => part !== "")
          .join("&") || "description=x",
      ];
    case "cancel":
      return [`POST /v1/payment_intents/${pi}/cancel`, ""];
    case "capture charge":
      return [`POST /v1/charges/${ch}/capture`, when(hasAmount, `amount=${amount}`)];
    case "refund":
      return ["POST /v1/refunds", `charge=${ch}${when(hasAmount, `&amount=${amount}`)}`];
    case "refund intent":
      return ["POST /v1/refunds", `payment_intent=${pi}${when(hasAmount, `&amount=${amount}`)}`];
    case "refund alias":
      return [`POST /v1/charges/${ch}/refund`, when(hasAmount, `amount=${amount}`)];
    case "refunds alias":
      return [`POST /v1/charges/${ch}/refunds`, when(hasAmount, `amount=${amount}`)];
    case "transfer":
      return [
        "POST /v1/transfers",
        `currency=${currency}&destination=acct_ours&source_transaction=${ch}${when(hasAmount, `&amount=${amount}`)}`,
      ];
    case "close dispute":
      return [`POST /v1/disputes/${scene.at("dp", pick)}/close`, ""];
    case "close dispute of charge":
      return [`POST /v1/charges/${ch}/dispute/close`, ""];
    case "create invoice":
      return ["POST /v1/invoices", `customer=${scene.at("cus", 0)}&auto_advance=false`];
    case "add line":
      return [`POST /v1/invoices/${invoice}/add_lines`, `lines[0][amount]=${flag ? "-" : ""}${amount}`];
    case "finalize":
      return [`POST /v1/invoices/${invoice}/finalize`, when(flag, "auto_advance=false")];
    case "pay":
      return [
        `POST /v1/invoices/${invoice}/pay`,
        `payment_method=${card}${when(flag && hasAmount, "&paid_out_of_band=true")}`,
      ];
    case "void":
      return [`POST /v1/invoices/${invoice}/void`, ""];
    case "subscribe":
    case "subscribe alias": {
      const body = `items[0][price]=${price}&items[0][quantity]=${quantity}${when(flag, "&trial_period_days=7")}${when(hasAmount, `&add_invoice_items[0][price]=${scene.at("once", 0)}`)}`;
      const customer = scene.at("cus", 0);
      return s.verb === "subscribe"
        ? ["POST /v1/subscriptions", `customer=${customer}&${body}`]
        : [`POST /v1/customers/${customer}/subscriptions`, body];
    }
    case "change subscription":
      return [
        `POST /v1/subscriptions/${scene.at("sub", pick)}`,
        `items[0][id]=${scene.at("si", pick)}&items[0][price]=${price}&items[0][quantity]=${quantity}${proration}${when(hasAmount, "&trial_end=now")}`,
      ];
    case "add item":
      return [
        "POST /v1/subscription_items",
        `subscription=${scene.at("sub", pick)}&price=${price}&quantity=${quantity}${proration}`,
      ];
    case "change item":
      return [
        `POST /v1/subscription_items/${scene.at("si", pick)}`,
        `quantity=${quantity}${when(hasAmount, `&price=${price}`)}${proration}`,
      ];
    case "session":
      return [
        "POST /v1/checkout/sessions",
        `mode=payment&adaptive_pricing[enabled]=false&line_items[0][price]=${scene.at("once", 0)}&line_items[0][quantity]=${quantity}`,
      ];
  }
}

/** What goes past the connector: the scene of drafts that others have filled. */
const unpriced = new Set<Step["verb"]>(["add line"]);

interface Tally {
  readonly counted: Map<string, number>;
  readonly let: Record<string, number>;
}

function play(scene: Scene, s: Step, tally: Tally): void {
  const [line, body] = requestOf(scene, s);
  if (unpriced.has(s.verb)) {
    try {
      scene.saw(scene.sandbox.make(line, body));
    } catch {
      // No such draft.
    }
    return;
  }
  const headers = {
    ...(body === "" ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    ...(s.key === undefined ? {} : { "idempotency-key": s.key }),
  };
  const call = { headers, rules: { stripeAccounts: ["acct_ours"] } };
  const priced = priceCall(line, body, { ...call, vendor: ({ outgoing }) => scene.sandbox.send(outgoing) });
  if (priced.ok !== true) return;
  const { request } = priced;
  const sent = scene.sandbox.send(request.outgoing);
  scene.saw(sent.object);
  const moved = dollarsOf(sent.movements);
  const id = request.continues?.id;
  const before = id === undefined ? 0 : (tally.counted.get(id) ?? 0);
  const what = `${line} ${body} ${JSON.stringify(request.audit)} ${sent.body?.toString()}`;
  if (moved > 0) expect(before + moved, what).toBeLessThanOrEqual(Number(request.priceMicros) + 1);
  checkOutcome(request, { sent, moved: before + moved, what });
  const counting = id ?? (typeof sent.object.id === "string" ? sent.object.id : "");
  if (moved > 0) {
    tally.counted.set(counting, before + moved);
    tally.let[s.verb] = (tally.let[s.verb] ?? 0) + 1;
  }
}

/** Nor does the ledger learn less than what moved, nor a session's total less than what its payer is shown. */
function checkOutcome(
  request: Parameters<typeof settle>[0],
  { sent, moved, what }: { readonly sent: Sent; readonly moved: number; readonly what: string },
): void {
  const outcome = settle(request, sent, rules);
  if (moved > 0 && !outcome.replayed && sent.status === 200) {
    expect(Number(outcome.object?.totalMicros ?? outcome.costMicros) + 1, what).toBeGreaterThanOrEqual(moved);
  }
  if (sent.object.object === "checkout.session") {
    expect(Number(sent.object.amount_total) * 10_000, what).toBeLessThanOrEqual(Number(request.priceMicros));
  }
}

test("no call that is let through moves more than its price, and the ledger learns of all that moved", () => {
  const tally: Tally["let"] = {};
  fc.assert(
    fc.property(fc.array(step, { minLength: 8, maxLength: 30 }), (steps) => {
      const scene = new Scene();
      const counted = new Map<string, number>();
      for (const each of steps) play(scene, each, { counted, let: tally });
    }),
    { numRuns: 300 },
  );
  // Else it would hold because nothing is let through.
  for (const verb of [
    "create intent",
    "confirm",
    "capture",
    "refund",
    "refund intent",
    "refund alias",
    "transfer",
    "pay",
    "subscribe",
    "change subscription",
    "change item",
    "close dispute",
  ]) {
    expect([verb, (tally[verb] ?? 0) > 0]).toEqual([verb, true]);
  }
}, 120_000);
