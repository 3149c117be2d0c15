import { PASSWORD_RULE } from "@keybrake/api";
import { AccountPage } from "../../../features/account/account-page.tsx";
import { signInProviders } from "../../../features/session/sign-in-providers.ts";
import { settings } from "../../../settings.ts";

export const metadata = { title: "Your account" };

interface PageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function Page({ searchParams }: PageProps) {
  const { error } = await searchParams;
  return (
    <AccountPage
      passwordRule={PASSWORD_RULE}
      providers={signInProviders(settings())}
      connectingFailed={typeof error === "string" ? error : null}
    />
  );
}
