import { createCatalogue } from "../catalogue.ts";
import type { Endpoint } from "../endpoint.ts";
import { endpointRows } from "./data/endpoints.ts";

const bodyLimitDefault = 64 * 1024;
/** Stripe takes files of up to 16 MB (https://docs.stripe.com/file-upload); the rest is room for the form around it. */
const bodyLimitUpload = 16 * 1024 * 1024 + bodyLimitDefault;

const idSegment = /^[A-Za-z0-9_\-.~@:+]{1,255}$/;

export const endpoints: readonly Endpoint[] = endpointRows.map(([method, template, kind, label]) => ({
  name: `${method} ${template}`,
  method,
  template,
  class: kind,
  label,
  bodyLimit: template === "/v1/files" && method === "POST" ? bodyLimitUpload : bodyLimitDefault,
}));

const amountElsewhere = new Map<string, string>(
  endpointRows.flatMap(([method, template, , , amountIn]) =>
    amountIn === undefined ? [] : [[`${method} ${template}`, amountIn] as const],
  ),
);

/** The call that tells what an endpoint moves where its request does not: `GET /v1/charges/{id}`. */
export const amountIn = (endpointName: string): string | undefined => amountElsewhere.get(endpointName);

/** One segment that can be a Stripe id; free-text ids (coupons, products) included, an encoded character never. */
const isId = (segment: string) => idSegment.test(segment) && segment !== "." && segment !== "..";

const catalogue = createCatalogue(endpoints, isId);

export const matchEndpoint = catalogue.match;
