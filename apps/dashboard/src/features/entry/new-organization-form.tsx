"use client";

import { ActionForm } from "../form/action-form.tsx";
import { OrganizationFields } from "../organization/organization-fields.tsx";
import { askSession } from "../session/post-session.ts";

export function NewOrganizationForm() {
  return (
    <ActionForm
      submit="Make the organization"
      leavesPage
      fullWidth
      onSubmit={async (values) => {
        const problem = await askSession("create-organization", values);
        if (problem === null) window.location.assign("/");
        return problem;
      }}
    >
      <OrganizationFields name="name" autoFocus />
    </ActionForm>
  );
}
