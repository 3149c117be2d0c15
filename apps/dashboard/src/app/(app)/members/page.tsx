import { MembersPage } from "../../../features/members/members-page.tsx";

export const metadata = { title: "Members" };

export default function Page() {
  return <MembersPage />;
}
