import { PrismaPg } from "@prisma/adapter-pg";
import { expect, test } from "vitest";
import { Prisma, PrismaClient } from "../../generated/client.ts";
import { createTestDatabase } from "../testing/create-test-database.ts";

test("every table and column that schema.prisma names is in the migrated database", async () => {
  const database = await createTestDatabase();
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: database.superuserUrl }) });
  try {
    for (const model of Object.values(Prisma.ModelName)) {
      const delegate: unknown = Reflect.get(client, model[0]?.toLowerCase() + model.slice(1));
      expect(delegate, model).toHaveProperty("findFirst");
      const { findFirst } = delegate as { findFirst: () => Promise<unknown> };
      expect(await findFirst(), model).toBeNull();
    }
  } finally {
    await client.$disconnect();
    await database.drop();
  }
});
