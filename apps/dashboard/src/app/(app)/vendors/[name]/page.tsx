import { VendorPage } from "../../../../features/vendors/vendor-page.tsx";

export const metadata = { title: "Vendor" };

export default async function Page({ params }: { readonly params: Promise<{ readonly name: string }> }) {
  return <VendorPage name={(await params).name} />;
}
