"use client";

import { ErrorState, PageHeader, Skeleton } from "@keybrake/ui";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.tsx";
import { problemOf } from "../../trpc/problem.ts";
import { useSession } from "../shell/session-context.tsx";
import { MarginSettings } from "./margin-settings.tsx";
import { MaximaSettings } from "./maxima-settings.tsx";
import { OrganizationSettings } from "./organization-settings.tsx";
import { ProxyAddress } from "./proxy-address.tsx";

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" question="What holds for the whole organization?" />
      <Sections />
    </>
  );
}

function Sections() {
  const { proxyUrl } = useSession();
  const trpc = useTRPC();
  const organization = useQuery(trpc.organizations.show.queryOptions({}));
  if (organization.isPending)
    return <Skeleton lines={12} lineClassName="h-12" label="Loading the settings" />;
  if (organization.isError) {
    return (
      <ErrorState
        title="The settings could not be read"
        onRetry={() => void organization.refetch()}
        retrying={organization.isFetching}
      >
        {problemOf(organization.error).detail}
      </ErrorState>
    );
  }
  const { data } = organization;
  return (
    <div className="flex flex-col">
      <OrganizationSettings name={data.name} zone={data.time_zone} />
      <MaximaSettings
        maxExpirySeconds={data.max_expiry_seconds}
        maxDailyUsdCap={data.max_daily_usd_cap}
        maxLiveKeys={data.max_live_keys}
      />
      <ProxyAddress url={proxyUrl} />
      <MarginSettings marginBps={data.margin_bps} />
    </div>
  );
}
