import { NewPolicy } from "../../../../features/policies/new-policy.tsx";

export const metadata = { title: "New policy" };

export default function Page() {
  return <NewPolicy />;
}
