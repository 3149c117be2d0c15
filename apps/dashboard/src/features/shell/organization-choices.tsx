"use client";

import { Dropdown } from "@heroui/react";
import { postSession } from "../session/post-session.ts";
import type { OpenedMenuProps } from "./menu-button.tsx";
import { OpenedDropdown } from "./opened-dropdown.tsx";
import { useSession } from "./session-context.tsx";

/** Another organization is another world: the whole page is loaded anew. */
export default function OrganizationChoices(button: OpenedMenuProps) {
  const { organization, memberships } = useSession();
  const choose = async (id: string) => {
    if (id === "new") window.location.assign("/organizations/new");
    else if (id !== organization.id && (await postSession("switch-organization", { organization_id: id }))) {
      window.location.assign("/");
    }
  };
  return (
    <OpenedDropdown
      {...button}
      placement="bottom start"
      onAction={(id) => void choose(id)}
      items={
        <>
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
        </>
      }
    />
  );
}
