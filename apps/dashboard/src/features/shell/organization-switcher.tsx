"use client";

import { ChevronsUpDown } from "lucide-react";
import { lazy } from "react";
import { MenuButton } from "./menu-button.tsx";
import { useSession } from "./session-context.tsx";

const warm = () => import("./organization-choices.tsx");
const Opened = lazy(warm);

/** The organization that every page is about. */
export function OrganizationSwitcher() {
  const { organization } = useSession();
  return (
    <MenuButton
      menu={Opened}
      warm={warm}
      label={`Organization ${organization.name}, switch`}
      className="flex h-9 w-full shrink-0 cursor-pointer items-center gap-2 rounded-md border border-line-strong bg-surface px-3 text-left text-sm hover:bg-code"
    >
      <span className="min-w-0 flex-1 truncate font-medium">
        <bdi>{organization.name}</bdi>
      </span>
      <ChevronsUpDown className="size-4 shrink-0 text-ink-muted" aria-hidden="true" />
    </MenuButton>
  );
}
