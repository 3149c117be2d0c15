import { ListBox } from "@heroui/react";
import type { EndpointChoice } from "./endpoint-choices.ts";
import { EndpointClass } from "./endpoint-class.tsx";

export function EndpointOption({ choice }: { readonly choice: EndpointChoice }) {
  const { name, label, class: kind, costs_money, reach } = choice;
  return (
    <ListBox.Item id={name} textValue={name} className="rounded-md">
      <span className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4">
        <span className="min-w-0 font-mono text-[13px] break-all">{name}</span>
        <span className="ml-auto flex items-center gap-3">
          {label === "" ? null : <span className="hidden text-xs text-ink-muted xl:inline">{label}</span>}
          <EndpointClass kind={kind} costsMoney={costs_money} reach={reach} />
        </span>
      </span>
      <ListBox.ItemIndicator />
    </ListBox.Item>
  );
}
