import { DefineVendor } from "../../../../features/vendors/define-vendor.tsx";

export const metadata = { title: "Define a vendor" };

export default function Page() {
  return <DefineVendor />;
}
