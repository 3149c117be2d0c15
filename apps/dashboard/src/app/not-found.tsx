import { connection } from "next/server";
import { LinkButton } from "../features/form/link-button.tsx";
import { Brand } from "../features/shell/brand.tsx";

export default async function NotFound() {
  await connection();
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-6 px-4 py-10">
      <Brand />
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold tracking-tight">There is no such page</h1>
        <p className="text-sm text-ink-muted">
          The address may be mistyped, or what it led to is no longer here.
        </p>
      </div>
      <LinkButton href="/">To the overview</LinkButton>
    </main>
  );
}
