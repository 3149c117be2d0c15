import type { Metadata } from "next";
import { KeyPage } from "../../../../features/keys/show/key-page.tsx";

export const metadata: Metadata = { title: "Vault key" };

export default async function VaultKeyPage({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  return <KeyPage id={(await params).id} />;
}
