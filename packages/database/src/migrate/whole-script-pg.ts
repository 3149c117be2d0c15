import { PrismaPg } from "@prisma/adapter-pg";
import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import pg from "pg";

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/**
 * Prisma's adapter cuts a script at every semicolon, those inside function bodies too. Postgres reads a script whole,
 * and runs it in one transaction, so a migration that fails leaves nothing behind.
 */
export class WholeScriptPg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    return sendScriptsWhole(await super.connect());
  }

  override async connectToShadowDb(): Promise<Adapter> {
    return sendScriptsWhole(await super.connectToShadowDb());
  }
}

function sendScriptsWhole(adapter: Adapter): Adapter {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (fault) {
      throw asAdapterError(fault);
    }
  };
  return adapter;
}

/** Only this form reaches the schema engine with its text and code. */
function asAdapterError(fault: unknown): unknown {
  if (!(fault instanceof pg.DatabaseError)) return fault;
  const { code = "XX000", severity = "ERROR", message, detail, hint, column } = fault;
  return new DriverAdapterError({ kind: "postgres", code, severity, message, detail, hint, column });
}
