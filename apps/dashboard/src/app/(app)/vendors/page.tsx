import { VendorsPage } from "../../../features/vendors/vendors-page.tsx";

export const metadata = { title: "Vendors" };

export default function Page() {
  return <VendorsPage />;
}
