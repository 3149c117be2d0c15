"use client";

import { Button } from "@heroui/react";
import { X } from "lucide-react";
import { TextEntry } from "../form/text-entry.tsx";
import { ChoiceField } from "../keys/issue/choice-field.tsx";
import { type EndpointDraft, endpointField } from "./vendor-draft.ts";

interface EndpointFieldsProps {
  readonly endpoint: EndpointDraft;
  readonly index: number;
  readonly onChange: (change: Partial<EndpointDraft>) => void;
  /** Null for the only one. */
  readonly onRemove: (() => void) | null;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const PRICES = [
  { id: "free", text: "Nothing" },
  { id: "flat", text: "The same each time" },
  { id: "amount", text: "What the request says" },
] as const;

/** One endpoint: what is called, and what a call of it costs. */
export function EndpointFields({ endpoint, index, onChange, onRemove }: EndpointFieldsProps) {
  const { method, price, typed } = endpoint;
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4">
      <legend className="sr-only">Endpoint {index + 1}</legend>
      <div className="grid items-start gap-4 sm:grid-cols-[7rem_minmax(0,1fr)_13rem_auto]">
        <ChoiceField
          name={`endpoints[${index}].method`}
          label="Method"
          value={method}
          onChange={(chosen) => onChange({ method: METHODS.find((name) => name === chosen) ?? "POST" })}
          choices={METHODS.map((name) => ({ id: name, text: name }))}
        />
        <TextEntry
          name={endpointField(index, "path")}
          label="Path"
          autoComplete="off"
          maxLength={200}
          defaultValue={typed.path}
          placeholder="/v1/messages/{id}"
        />
        <ChoiceField
          name={`endpoints[${index}].price.kind`}
          label="A call costs"
          value={price}
          onChange={(chosen) => onChange({ price: PRICES.find(({ id }) => id === chosen)?.id ?? "flat" })}
          choices={PRICES}
        />
        {onRemove === null ? null : (
          <Button
            isIconOnly
            variant="ghost"
            size="sm"
            className="order-first -mb-4 justify-self-end sm:order-none sm:mt-6 sm:mb-0"
            aria-label={`Remove endpoint ${index + 1}`}
            onPress={onRemove}
          >
            <X className="size-4" aria-hidden="true" />
          </Button>
        )}
      </div>
      {price === "flat" ? (
        <TextEntry
          name={endpointField(index, "price.usd")}
          label="US dollars a call"
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          defaultValue={typed.usd}
          placeholder="0.01"
          className="max-w-60"
        />
      ) : null}
      {price === "amount" ? <AmountFields endpoint={endpoint} index={index} onChange={onChange} /> : null}
    </fieldset>
  );
}

function AmountFields({ endpoint, index, onChange }: Omit<EndpointFieldsProps, "onRemove">) {
  const { format, unit, currencyIs, typed } = endpoint;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <ChoiceField
        name={`endpoints[${index}].price.format`}
        label="The body is"
        value={format}
        onChange={(chosen) => onChange({ format: chosen === "form" ? "form" : "json" })}
        choices={[
          { id: "json", text: "JSON" },
          { id: "form", text: "A form" },
        ]}
      />
      <TextEntry
        name={endpointField(index, "price.amount")}
        label="Field of the amount"
        autoComplete="off"
        maxLength={300}
        defaultValue={typed.amount}
        placeholder="total.value"
        description="A dot leads into a field within a field."
      />
      <ChoiceField
        name={`endpoints[${index}].price.unit`}
        label="The amount counts"
        value={unit}
        onChange={(chosen) => onChange({ unit: chosen === "major" ? "major" : "minor" })}
        choices={[
          { id: "minor", text: "Cents: 1999" },
          { id: "major", text: "Dollars: 19.99" },
        ]}
      />
      <ChoiceField
        name={`endpoints[${index}].price.currency_is`}
        label="Its currency is"
        value={currencyIs}
        onChange={(chosen) => onChange({ currencyIs: chosen === "field" ? "field" : "code" })}
        choices={[
          { id: "code", text: "Always the same" },
          { id: "field", text: "In a field" },
        ]}
      />
      <TextEntry
        name={endpointField(index, "price.currency")}
        label={currencyIs === "code" ? "Currency" : "Field of the currency"}
        autoComplete="off"
        maxLength={300}
        defaultValue={typed.currency}
        placeholder={currencyIs === "code" ? "usd" : "total.currency"}
      />
    </div>
  );
}
