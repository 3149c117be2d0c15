import { PolicyPage } from "../../../../features/policies/policy-page.tsx";

export const metadata = { title: "Policy" };

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <PolicyPage id={(await params).id} />;
}
