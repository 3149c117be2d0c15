import { ChangeVendor } from "../../../../../features/vendors/change-vendor.tsx";

export const metadata = { title: "Change a vendor" };

export default async function Page({ params }: { readonly params: Promise<{ readonly name: string }> }) {
  return <ChangeVendor name={(await params).name} />;
}
