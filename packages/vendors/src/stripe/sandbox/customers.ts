import type { Kind } from "./account.ts";
import type { Call, Found } from "./call.ts";
import { emit } from "./events.ts";
import { newId } from "./ids.ts";
import { listReply } from "./reads.ts";
import { missingIn, type Reply, success, type WireObject } from "./replies.ts";
import { del, get, post, type Route } from "./routes.ts";
import { searchRoute } from "./search.ts";

export interface Customer {
  readonly id: string;
  readonly created: number;
  readonly deleted: boolean;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly description: string | null;
  /** Minor units; negative is credit. */
  readonly balance: number;
  readonly defaultSource: string | null;
  readonly defaultPaymentMethod: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export const customerKind: Kind<Customer> = { object: "customer", prefix: "cus_", render: renderCustomer };

/** The customer that a parameter names; deleted ones are gone. */
export function referredCustomer(call: Call, param = "customer"): Found<Customer | null> {
  const found = call.referred(customerKind, param);
  if (!found.ok || found.row === null || !found.row.deleted) return found;
  return { ok: false, reply: missingIn(param, "customer", found.row.id) };
}

function createCustomer(call: Call): Reply {
  const blank: Customer = {
    id: newId("cus_", 14),
    created: call.now,
    deleted: false,
    email: null,
    name: null,
    phone: null,
    description: null,
    balance: 0,
    defaultSource: null,
    defaultPaymentMethod: null,
    metadata: {},
  };
  const row = { ...blank, ...readChanges(call, blank) };
  if (call.params.problem !== null) return call.params.problem;
  call.add(customerKind, row);
  emit(call, "customer.created", customerKind, row);
  return call.answer(customerKind, row);
}

function updateCustomer(call: Call): Reply {
  const found = call.named(customerKind);
  if (!found.ok) return found.reply;
  if (found.row.deleted) return missingIn("id", "customer", found.row.id);
  const changes = readChanges(call, found.row);
  if (call.params.problem !== null) return call.params.problem;
  return call.answer(customerKind, call.change(customerKind, found.row, changes));
}

function readChanges(call: Call, present: Customer): Partial<Customer> {
  const { params } = call;
  const invoiceSettings = params.nested("invoice_settings");
  const fallback = params.updated("payment_method", present.defaultPaymentMethod);
  return {
    email: params.updated("email", present.email),
    name: params.updated("name", present.name),
    phone: params.updated("phone", present.phone),
    description: params.updated("description", present.description),
    balance: params.integer("balance") ?? present.balance,
    defaultSource: params.updated("source", present.defaultSource),
    defaultPaymentMethod: invoiceSettings?.text("default_payment_method") ?? fallback,
    metadata: params.metadata(present.metadata),
  };
}

function deleteCustomer(call: Call): Reply {
  const found = call.named(customerKind);
  if (!found.ok) return found.reply;
  const { id } = call.change(customerKind, found.row, { deleted: true });
  return success(id, () => ({ id, object: "customer", deleted: true }));
}

function renderCustomer(row: Customer, livemode: boolean): WireObject {
  if (row.deleted) return { id: row.id, object: "customer", deleted: true };
  return {
    id: row.id,
    object: "customer",
    address: null,
    balance: row.balance,
    created: row.created,
    currency: null,
    default_source: row.defaultSource,
    delinquent: false,
    description: row.description,
    discount: null,
    email: row.email,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: row.defaultPaymentMethod,
      footer: null,
      rendering_options: null,
    },
    livemode,
    metadata: row.metadata,
    name: row.name,
    next_invoice_sequence: 1,
    phone: row.phone,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
}

export const customerRoutes: readonly Route[] = [
  post("/v1/customers", createCustomer),
  searchRoute("/v1/customers/search", customerKind),
  get("/v1/customers", (call) => {
    const email = call.params.text("email");
    return listReply(call, customerKind, (row) => !row.deleted && (email === null || row.email === email));
  }),
  get("/v1/customers/{id}", (call) => {
    const found = call.named(customerKind);
    return found.ok ? call.answer(customerKind, found.row) : found.reply;
  }),
  post("/v1/customers/{id}", updateCustomer),
  del("/v1/customers/{id}", deleteCustomer),
];
