import { CredentialsPage } from "../../../features/credentials/credentials-page.tsx";

export const metadata = { title: "Credentials" };

export default function Page() {
  return <CredentialsPage />;
}
