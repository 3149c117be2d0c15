import type { Metadata } from "next";
import { Keys } from "../../../features/keys/table/keys.tsx";

export const metadata: Metadata = { title: "Vault keys" };

export default function KeysPage() {
  return <Keys />;
}
