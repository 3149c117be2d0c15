import { PoliciesPage } from "../../../features/policies/policies-page.tsx";

export const metadata = { title: "Policies" };

export default function Page() {
  return <PoliciesPage />;
}
