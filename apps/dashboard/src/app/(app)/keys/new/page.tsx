import type { Metadata } from "next";
import { IssueKey } from "../../../../features/keys/issue/issue-key.tsx";

export const metadata: Metadata = { title: "Issue a vault key" };

export default function NewKeyPage() {
  return <IssueKey />;
}
