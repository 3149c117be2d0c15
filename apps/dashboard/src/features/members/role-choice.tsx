"use client";

import { RadioChoice } from "../form/radio-choice.tsx";
import { type Role, useMay } from "../shell/session-context.tsx";
import { ROLE_WORDS, ROLES } from "./role-words.ts";

interface RoleChoiceProps {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

/** The roles that one may give: none above the own. */
export function RoleChoice({ value, onChange }: RoleChoiceProps) {
  const isOwner = useMay("owner");
  return (
    <RadioChoice
      name="role"
      label="Role"
      value={value}
      onChange={(role) => onChange(role as Role)}
      options={ROLES.filter((role) => isOwner || role !== "owner").map((role) => ({
        value: role,
        label: ROLE_WORDS[role].name,
        description: ROLE_WORDS[role].may,
      }))}
    />
  );
}
