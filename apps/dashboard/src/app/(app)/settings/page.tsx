import { SettingsPage } from "../../../features/settings/settings-page.tsx";

export const metadata = { title: "Settings" };

export default function Page() {
  return <SettingsPage />;
}
