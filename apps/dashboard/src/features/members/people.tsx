"use client";

import { ErrorState, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { Table } from "../table/table.tsx";
import { MemberRow } from "./member-row.tsx";
import { ROLES } from "./role-words.ts";

/** As many as one page shows; an organization with more people than this pages by the API. */
const SHOWN_MAX = 500;

export function People() {
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions({ limit: SHOWN_MAX }));
  if (members.isPending) return <Skeleton lines={4} lineClassName="h-12" label="Loading the members" />;
  if (members.isError) {
    return (
      <ErrorState
        title="The members could not be read"
        onRetry={() => void members.refetch()}
        retrying={members.isFetching}
      >
        {problemOf(members.error).detail}
      </ErrorState>
    );
  }
  const people = members.data.data.toSorted(
    (a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || (a.email < b.email ? -1 : 1),
  );
  const owners = people.filter(({ role }) => role === "owner").length;
  return (
    <Table
      label="Members"
      columns={[
        { title: "Person" },
        { title: "Role" },
        { title: "Member since" },
        { title: "What can be done", isQuiet: true },
      ]}
    >
      {people.map((person) => (
        <MemberRow
          key={person.user_id}
          person={person}
          isLastOwner={person.role === "owner" && owners === 1}
        />
      ))}
    </Table>
  );
}
