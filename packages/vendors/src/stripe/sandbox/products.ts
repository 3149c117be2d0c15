import type { Kind } from "./account.ts";
import type { Call } from "./call.ts";
import { newId } from "./ids.ts";
import { priceKind, readPrice } from "./prices.ts";
import { listRoute, retrieveRoute } from "./reads.ts";
import type { Reply, WireObject } from "./replies.ts";
import { post, type Route } from "./routes.ts";
import { searchRoute } from "./search.ts";

interface Product {
  readonly id: string;
  readonly created: number;
  readonly active: boolean;
  readonly name: string;
  readonly description: string | null;
  readonly defaultPrice: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const productKind: Kind<Product> = { object: "product", prefix: "prod_", render: renderProduct };

function createProduct(call: Call): Reply {
  const { params } = call;
  const id = params.text("id") ?? newId("prod_", 14);
  const name = params.required("name");
  const defaults = params.nested("default_price_data");
  const price = defaults === null ? null : readPrice(call, defaults, id);
  const row: Product = {
    id,
    created: call.now,
    active: params.boolean("active") ?? true,
    name,
    description: params.text("description"),
    defaultPrice: price?.id ?? null,
    metadata: params.metadata(),
  };
  if (params.problem !== null) return params.problem;
  if (price !== null) call.add(priceKind, price);
  return call.answer(productKind, call.add(productKind, row));
}

function updateProduct(call: Call): Reply {
  const found = call.named(productKind);
  if (!found.ok) return found.reply;
  const { params } = call;
  const changes = {
    active: params.boolean("active") ?? found.row.active,
    name: params.text("name") ?? found.row.name,
    description: params.updated("description", found.row.description),
    defaultPrice: params.updated("default_price", found.row.defaultPrice),
    metadata: params.metadata(found.row.metadata),
  };
  if (params.problem !== null) return params.problem;
  return call.answer(productKind, call.change(productKind, found.row, changes));
}

function renderProduct(row: Product, livemode: boolean): WireObject {
  return {
    id: row.id,
    object: "product",
    active: row.active,
    created: row.created,
    default_price: row.defaultPrice,
    description: row.description,
    images: [],
    livemode,
    marketing_features: [],
    metadata: row.metadata,
    name: row.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: row.created,
    url: null,
  };
}

export const productRoutes: readonly Route[] = [
  post("/v1/products", createProduct),
  searchRoute("/v1/products/search", productKind),
  listRoute("/v1/products", productKind),
  retrieveRoute("/v1/products/{id}", productKind),
  post("/v1/products/{id}", updateProduct),
];
