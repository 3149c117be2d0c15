import { connection } from "next/server";

export default async function NotFound() {
  await connection();
  return (
    <main className="mx-auto flex max-w-6xl flex-col gap-2 px-4 py-10 sm:px-8">
      <h1 className="text-2xl font-semibold tracking-tight">There is no such page</h1>
      <p className="text-ink-muted">
        What runs here, and how to make a first call, is on{" "}
        <a className="text-accent underline underline-offset-2" href="/">
          the start page
        </a>
        .
      </p>
    </main>
  );
}
