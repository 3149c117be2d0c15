import type { Kind } from "./account.ts";
import { availableBalance, moveMoney } from "./balance.ts";
import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { readLimit, retrieveRoute } from "./reads.ts";
import { impossible, type Reply, type WireObject } from "./replies.ts";
import { get, post, type Route } from "./routes.ts";
import { insufficientBalance } from "./transfers.ts";

interface OutboundPayment {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly status: "processing" | "canceled";
  readonly financialAccount: string;
  readonly recipient: string;
  readonly payoutMethod: string | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const outboundPaymentKind: Kind<OutboundPayment> = {
  object: "v2.money_management.outbound_payment",
  prefix: "obp_",
  render: renderOutboundPayment,
};

const PATH = "/v2/money_management/outbound_payments";

/** API v2: a JSON body with `amount: {value, currency}`, from a financial account to a recipient. */
function createOutboundPayment(call: Call): Reply {
  const { params } = call;
  const amount = params.nested("amount");
  const from = params.nested("from");
  const to = params.nested("to");
  if (amount === null) params.required("amount");
  if (from === null) params.required("from");
  if (to === null) params.required("to");
  const row: OutboundPayment = {
    id: newId(call.account.livemode ? "obp_live_" : "obp_test_"),
    created: call.now,
    amount: amount?.requiredAmount("value") ?? 0,
    currency: amount?.requiredCurrency() ?? "",
    status: "processing",
    financialAccount: from?.required("financial_account") ?? "",
    recipient: to?.required("recipient") ?? "",
    payoutMethod: to?.text("payout_method") ?? null,
    description: params.text("description"),
    metadata: params.metadata(),
  };
  if (params.problem !== null) return params.problem;
  if (row.amount > availableBalance(call, row.currency)) return insufficientBalance();
  const { id: source, currency } = row;
  moveMoney(call, { direction: "out", amount: row.amount, currency, type: "payout", source, gains: false });
  return call.answer(outboundPaymentKind, call.add(outboundPaymentKind, row));
}

function cancelOutboundPayment(call: Call): Reply {
  const found = call.named(outboundPaymentKind);
  if (!found.ok) return found.reply;
  const { id: source, amount, currency, status } = found.row;
  if (status !== "processing")
    return impossible("not_cancelable", "This outbound payment is canceled already.");
  moveMoney(call, { direction: "back", amount, currency, type: "payout_cancel", source, gains: true });
  return call.answer(
    outboundPaymentKind,
    call.change(outboundPaymentKind, found.row, { status: "canceled" }),
  );
}

/** Lists of API v2 page by a URL that the answer names. */
function listOutboundPayments(call: Call): Reply {
  const limit = readLimit(call.params);
  const after = call.params.text("page");
  if (call.params.problem !== null) return call.params.problem;
  const rows = call.account.rows(outboundPaymentKind);
  const page = rows.page({ limit, after, before: null, matches: () => true });
  const last = page?.rows.at(-1);
  const next = page?.hasMore === true && last !== undefined ? `${PATH}?limit=${limit}&page=${last.id}` : null;
  const { livemode } = call.account;
  return call.answerWith(null, () => ({
    data: (page?.rows ?? []).map((row) => renderOutboundPayment(row, livemode)),
    next_page_url: next,
    previous_page_url: null,
  }));
}

function renderOutboundPayment(row: OutboundPayment, livemode: boolean): WireObject {
  const amount = { value: row.amount, currency: row.currency };
  return {
    id: row.id,
    object: "v2.money_management.outbound_payment",
    amount,
    cancelable: row.status === "processing",
    created: new Date(row.created * 1_000).toISOString(),
    description: row.description ?? undefined,
    from: { debited: amount, financial_account: row.financialAccount },
    livemode,
    metadata: row.metadata,
    recipient_notification: { setting: "none" },
    statement_descriptor: "SANDBOX",
    status: row.status,
    to: { credited: amount, payout_method: row.payoutMethod, recipient: row.recipient },
  };
}

export const outboundPaymentRoutes: readonly Route[] = [
  post(PATH, createOutboundPayment),
  get(PATH, listOutboundPayments),
  retrieveRoute(`${PATH}/{id}`, outboundPaymentKind),
  post(`${PATH}/{id}/cancel`, cancelOutboundPayment),
];
