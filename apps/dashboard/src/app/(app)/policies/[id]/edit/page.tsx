import { EditPolicy } from "../../../../../features/policies/edit-policy.tsx";

export const metadata = { title: "New version of a policy" };

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <EditPolicy id={(await params).id} />;
}
