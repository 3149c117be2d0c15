import type { TestProject } from "vitest/node";
import { startTestPostgres, type TestPostgres } from "./test-postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    testPostgres: TestPostgres["urls"];
  }
}

interface SharedPostgres {
  readonly started: Promise<TestPostgres>;
  users: number;
}

// Vitest loads this module once for every project; the projects of one run share one server through the process.
const shared = globalThis as typeof globalThis & { keybrakeTestPostgres?: SharedPostgres };

/** Vitest's global set-up for projects whose tests need Postgres. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.keybrakeTestPostgres ??= { started: startTestPostgres(), users: 0 };
  const mine = shared.keybrakeTestPostgres;
  mine.users += 1;
  const postgres = await mine.started;
  project.provide("testPostgres", postgres.urls);
  return async () => {
    mine.users -= 1;
    if (mine.users > 0) return;
    delete shared.keybrakeTestPostgres;
    await postgres.stop();
  };
}
