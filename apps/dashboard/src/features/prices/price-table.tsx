"use client";

import { Label as FieldLabel, SearchField } from "@heroui/react";
import { EmptyState, Label, RelativeTime } from "@keybrake/ui";
import { Tag } from "lucide-react";
import { useState } from "react";
import { useMay, useSession } from "../shell/session-context.tsx";
import { Table } from "../table/table.tsx";
import type { Price } from "./price.ts";
import { SetPrice } from "./set-price.tsx";

interface PriceTableProps {
  readonly credentialId: string;
  readonly prices: readonly Price[];
}

/** Rows that a screen takes without a wait; the search finds the others. */
const SHOWN_MAX = 200;

export function PriceTable({ credentialId, prices }: PriceTableProps) {
  const [wanted, setWanted] = useState("");
  if (prices.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState icon={Tag} title="No price is needed">
          Requests to this vendor name their amounts, or cost nothing.
        </EmptyState>
      </div>
    );
  }
  const text = wanted.trim().toLowerCase();
  const found = prices.filter(({ item, title }) => `${item} ${title}`.toLowerCase().includes(text));
  return (
    <>
      <SearchField value={wanted} onChange={setWanted} className="w-full sm:w-64" maxLength={60}>
        <FieldLabel>Find a price</FieldLabel>
        <SearchField.Group>
          <SearchField.SearchIcon />
          <SearchField.Input placeholder="sms, US …" />
          <SearchField.ClearButton />
        </SearchField.Group>
      </SearchField>
      <Table
        label="Prices"
        columns={[
          { title: "For one" },
          { title: "US dollars", isNumber: true },
          { title: "From" },
          { title: "What can be done", isQuiet: true },
        ]}
      >
        {found.slice(0, SHOWN_MAX).map((price) => (
          <PriceRow key={price.item} credentialId={credentialId} price={price} />
        ))}
      </Table>
      <p className="text-sm text-ink-muted">
        {found.length === 0 ? "Nothing has that name: a call that needs it is refused." : null}
        {found.length > SHOWN_MAX ? `${found.length - SHOWN_MAX} more: find them by name.` : null}
      </p>
    </>
  );
}

function PriceRow({ credentialId, price }: { readonly credentialId: string; readonly price: Price }) {
  const mayChange = useMay("admin");
  const { zone } = useSession().organization;
  const { item, title, usd, source, updated_at: updatedAt } = price;
  return (
    <tr>
      <td>
        <Label text={title} />
        {title === item ? null : <span className="block font-mono text-xs text-ink-muted">{item}</span>}
      </td>
      <td className="text-right tabular-nums">{usd}</td>
      <td className="whitespace-nowrap text-ink-muted">
        {sources[source]}
        {updatedAt === null ? null : (
          <>
            , <RelativeTime at={updatedAt} zone={zone} />
          </>
        )}
      </td>
      <td className="text-right">
        {mayChange ? <SetPrice credentialId={credentialId} price={price} /> : null}
      </td>
    </tr>
  );
}

const sources: Readonly<Record<Price["source"], string>> = {
  shipped: "shipped",
  fetched: "the vendor",
  edited: "you",
};
