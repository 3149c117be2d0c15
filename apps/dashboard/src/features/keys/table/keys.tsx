"use client";

import { PageHeader } from "@keybrake/ui";
import { IssueLink } from "./issue-link.tsx";
import { KeyList } from "./key-list.tsx";
import { KeysFilters } from "./keys-filters.tsx";
import { useKeyFilters } from "./use-key-filters.ts";

export function Keys() {
  const filters = useKeyFilters();
  return (
    <>
      <PageHeader title="Vault keys" question="Who can spend what, until when?" actions={<IssueLink />} />
      <KeysFilters {...filters} />
      <KeyList filters={filters} />
    </>
  );
}
