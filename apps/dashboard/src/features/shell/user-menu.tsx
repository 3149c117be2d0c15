"use client";

import { CircleUserRound } from "lucide-react";
import { lazy } from "react";
import { MenuButton } from "./menu-button.tsx";
import { useSession } from "./session-context.tsx";

const warm = () => import("./user-menu-items.tsx");
const Opened = lazy(warm);

/** One's own things: account, theme, the way out. */
export function UserMenu() {
  const { email } = useSession();
  return (
    <MenuButton
      menu={Opened}
      warm={warm}
      label={`Signed in as ${email}`}
      className="flex h-9 w-full cursor-pointer items-center gap-2.5 rounded-md px-3 text-left text-sm text-ink-muted hover:bg-code hover:text-ink"
    >
      <CircleUserRound className="size-4 shrink-0" aria-hidden="true" />
      <span className="min-w-0 flex-1 truncate">{email}</span>
    </MenuButton>
  );
}
