import { hostname } from "node:os";
import type pg from "pg";
import { uuidv7 } from "uuidv7";

/** This process's registration as a proxy. Every hold names it, so that a dead process's holds can be found. */
export interface ProxyInstance {
  /** Changes when the process finds that it was declared dead meanwhile. */
  readonly id: string;
  heartbeat(): Promise<void>;
  stop(): Promise<void>;
}

export async function registerInstance(pool: pg.Pool): Promise<ProxyInstance> {
  const register = async () => {
    const id = uuidv7();
    await pool.query("SELECT register_instance_v1($1, $2, $3)", [id, hostname(), process.pid]);
    return id;
  };
  let id = await register();
  return {
    get id() {
      return id;
    },
    heartbeat: async () => {
      const { rows } = await pool.query<{ alive: boolean }>("SELECT beat_instance_v1($1) AS alive", [id]);
      // Frozen for long enough to be given up: its holds are `unknown` now, and a new life begins.
      if (rows[0]?.alive !== true) id = await register();
    },
    stop: async () => {
      await pool.query("SELECT stop_instance_v1($1)", [id]);
    },
  };
}
