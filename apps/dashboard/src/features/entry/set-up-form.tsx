"use client";

import { ActionForm } from "../form/action-form.tsx";
import { fieldFault } from "../form/field-fault.ts";
import { TextEntry } from "../form/text-entry.tsx";
import { OrganizationFields } from "../organization/organization-fields.tsx";
import { askSession } from "../session/post-session.ts";
import { NewPersonFields } from "./new-person-fields.tsx";

/** The first person here, who owns the first organization. */
export function SetUpForm({ passwordRule }: { readonly passwordRule: string }) {
  return (
    <ActionForm
      submit="Set up Keybrake"
      leavesPage
      fullWidth
      onSubmit={async ({ code = "", email = "", ...others }) => {
        const problem = await askSession("set-up", { ...others, code: code.trim(), email: email.trim() });
        if (problem === null) window.location.assign("/");
        return problem?.code === "set_up_refused" ? fieldFault("code", problem.detail) : problem;
      }}
    >
      <TextEntry
        name="code"
        label="Set-up code"
        autoComplete="one-time-code"
        maxLength={100}
        autoFocus
        description="Printed where Keybrake was started, so that nobody else on the network is first."
      />
      <OrganizationFields name="organization_name" />
      <TextEntry name="email" label="Your e-mail" type="email" autoComplete="username" maxLength={254} />
      <NewPersonFields passwordRule={passwordRule} />
    </ActionForm>
  );
}
