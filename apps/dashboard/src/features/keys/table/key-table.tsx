"use client";

import { Table } from "../../table/table.tsx";
import { KeyCard, KeyCards } from "./key-cards.tsx";
import { KeyRow } from "./key-row.tsx";
import type { KeyRowData } from "./use-key-pages.ts";

interface KeyTableProps {
  readonly rows: readonly KeyRowData[];
  readonly selected: ReadonlySet<string>;
  /** Null where the role may not revoke. */
  readonly onSelect: ((selected: ReadonlySet<string>) => void) | null;
  readonly onRevoke: ((key: KeyRowData) => void) | null;
}

const COLUMNS = [
  { title: "Agent and run" },
  { title: "Vendor" },
  { title: "Endpoints" },
  { title: "Spent of cap" },
  { title: "Expires, last call" },
  { title: "State" },
];
const SELECT = { title: "Select", isQuiet: true };
const ACTIONS = { title: "Actions", isQuiet: true };

export function KeyTable({ rows, selected, onSelect, onRevoke }: KeyTableProps) {
  const columns = onSelect === null ? COLUMNS : [SELECT, ...COLUMNS, ACTIONS];
  const select = (id: string, isOn: boolean) => {
    const next = new Set(selected);
    if (isOn) next.add(id);
    else next.delete(id);
    onSelect?.(next);
  };
  const entries = rows.map((key) => ({
    vaultKey: key,
    isSelected: selected.has(key.id),
    onSelect: onSelect === null ? null : (isOn: boolean) => select(key.id, isOn),
    onRevoke: onRevoke === null ? null : () => onRevoke(key),
  }));
  return (
    <>
      <div className="md:hidden">
        <KeyCards>
          {entries.map((entry) => (
            <KeyCard key={entry.vaultKey.id} {...entry} />
          ))}
        </KeyCards>
      </div>
      <div className="hidden md:block [&_:is(td,th)]:px-2.5!">
        <Table label="Vault keys" columns={columns}>
          {entries.map((entry) => (
            <KeyRow key={entry.vaultKey.id} {...entry} />
          ))}
        </Table>
      </div>
    </>
  );
}
