import type { ShownProblem } from "../../trpc/problem.ts";
import type { FormValues } from "../form/action-form.tsx";
import type { CustomVendor, Definition, EndpointInput, ShownEndpoint } from "./custom-vendor.ts";

export type AttachmentKind = Definition["attachment"]["kind"];
export type PriceKind = EndpointInput["price"]["kind"];

/** What is chosen of an endpoint; what is typed of it stands in the form's fields. */
export interface EndpointDraft {
  /** Of the row on the screen, which keeps its fields when another row goes. */
  readonly id: string;
  readonly method: EndpointInput["method"];
  readonly price: PriceKind;
  readonly format: "json" | "form";
  readonly unit: "minor" | "major";
  readonly currencyIs: "code" | "field";
  readonly typed: EndpointTexts;
}

export interface EndpointTexts {
  readonly path: string;
  readonly usd: string;
  readonly amount: string;
  readonly currency: string;
}

export interface VendorDraft {
  readonly attachment: AttachmentKind;
  readonly secretIs: "user" | "password";
  readonly endpoints: readonly EndpointDraft[];
}

const nothingTyped: EndpointTexts = { path: "", usd: "", amount: "", currency: "" };

export const newEndpoint = (): EndpointDraft => ({
  id: crypto.randomUUID(),
  method: "POST",
  price: "flat",
  format: "json",
  unit: "minor",
  currencyIs: "code",
  typed: nothingTyped,
});

export function draftOf(vendor: CustomVendor | null): VendorDraft {
  return {
    attachment: vendor?.attachment.kind ?? "bearer",
    secretIs: vendor?.attachment.secret_is ?? "user",
    endpoints: vendor === null ? [newEndpoint()] : vendor.endpoints.map(endpointOf),
  };
}

function endpointOf({ method, path, price }: ShownEndpoint): EndpointDraft {
  const { currency } = price;
  return {
    ...newEndpoint(),
    method,
    price: price.kind,
    format: price.format ?? "json",
    unit: price.unit ?? "minor",
    currencyIs: Array.isArray(currency) ? "field" : "code",
    typed: {
      path,
      usd: price.usd ?? "",
      amount: price.amount?.join(".") ?? "",
      currency: Array.isArray(currency) ? currency.join(".") : (currency ?? ""),
    },
  };
}

/** The name of a field: the path by which the server speaks of it. */
export const endpointField = (
  index: number,
  field: "path" | "price.usd" | "price.amount" | "price.currency",
) => `endpoints[${index}].${field}`;

/** The definition as the server takes it. */
export function definitionOf(draft: VendorDraft, values: FormValues): Definition {
  const text = (name: string) => (values[name] ?? "").trim();
  return {
    title: text("title"),
    origin: text("origin"),
    attachment: attachmentOf(draft, text),
    passed_headers: text("passed_headers")
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    endpoints: draft.endpoints.map((endpoint, index) => ({
      method: endpoint.method,
      path: text(endpointField(index, "path")),
      price: priceOf(endpoint, (field) => text(endpointField(index, field))),
    })),
  };
}

function attachmentOf(draft: VendorDraft, text: (name: string) => string): Definition["attachment"] {
  switch (draft.attachment) {
    case "bearer":
      return { kind: "bearer" };
    case "basic":
      return { kind: "basic", secret_is: draft.secretIs, other: text("attachment.other") };
    case "header":
      return { kind: "header", name: text("attachment.name").toLowerCase() };
  }
}

type PriceText = (field: "price.usd" | "price.amount" | "price.currency") => string;

function priceOf(
  { price, format, unit, currencyIs }: EndpointDraft,
  text: PriceText,
): EndpointInput["price"] {
  switch (price) {
    case "free":
      return { kind: "free" };
    case "flat":
      return { kind: "flat", usd: text("price.usd") };
    case "amount": {
      const currency = text("price.currency");
      return {
        kind: "amount",
        format,
        amount: text("price.amount").split("."),
        currency: currencyIs === "code" ? currency.toLowerCase() : currency.split("."),
        unit,
      };
    }
  }
}

/** The server speaks of each part of a path, and of each header: on the screen they are one field. */
export function atFields(problem: ShownProblem): ShownProblem {
  if (problem.code === "vendor_name_taken") {
    return { ...problem, fields: new Map([["name", { message: problem.detail, suggestions: [] }]]) };
  }
  const fields = [...problem.fields].map(([path, fault]) => {
    const field = path
      .replace(/^(passed_headers|endpoints\[\d+\]\.price\.(?:amount|currency))\[\d+\]$/, "$1")
      .replace(/^(endpoints\[\d+\])(?:\.price|\.method)?$/, "$1.path");
    return [field, fault] as const;
  });
  return { ...problem, fields: new Map(fields) };
}
