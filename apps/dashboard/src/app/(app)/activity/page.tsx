import { ActivityPage } from "../../../features/activity/activity-page.tsx";

export const metadata = { title: "Activity" };

export default function Page() {
  return <ActivityPage />;
}
