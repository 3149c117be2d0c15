"use client";

import { Dropdown } from "@heroui/react";
import { ChevronsUpDown } from "lucide-react";
import { postSession } from "../session/post-session.ts";
import { useSession } from "./session-context.tsx";

/** The organization that every page is about. Another one is another world: the whole page is loaded anew. */
export function OrganizationSwitcher() {
  const { organization, memberships } = useSession();
  const choose = async (id: string) => {
    if (id === "new") window.location.assign("/organizations/new");
    else if (id !== organization.id && (await postSession("switch-organization", { organization_id: id }))) {
      window.location.assign("/");
    }
  };
  return (
    <Dropdown>
      <Dropdown.Trigger
        aria-label={`Organization ${organization.name}, switch`}
        className="flex h-10 w-full items-center gap-2 rounded-md border border-line bg-surface px-3 text-left text-sm hover:bg-code"
      >
        <span className="min-w-0 flex-1 truncate font-medium">
          <bdi>{organization.name}</bdi>
        </span>
        <ChevronsUpDown className="size-4 shrink-0 text-ink-muted" aria-hidden="true" />
      </Dropdown.Trigger>
      <Dropdown.Popover placement="bottom start">
        <Dropdown.Menu onAction={(key) => void choose(String(key))}>
          {memberships.map(({ id, name, role }) => (
            <Dropdown.Item key={id} id={id} textValue={name}>
              <span className="flex min-w-52 items-baseline justify-between gap-4">
                <bdi className="truncate">{name}</bdi>
                <span className="text-xs text-ink-muted">{role}</span>
              </span>
            </Dropdown.Item>
          ))}
          <Dropdown.Item id="new" textValue="New organization">
            New organization …
          </Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
