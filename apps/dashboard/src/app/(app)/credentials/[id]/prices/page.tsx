import { PricesPage } from "../../../../../features/prices/prices-page.tsx";

export const metadata = { title: "Prices" };

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <PricesPage credentialId={(await params).id} />;
}
