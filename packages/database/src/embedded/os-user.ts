import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Who Postgres runs as; undefined means as we do. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root: then it gets the machine's `postgres` user, made here if there is none. */
export async function postgresOsUser(): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await findUser("postgres")) ?? (await createUser("postgres"));
}

async function findUser(name: string): Promise<OsUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number.parseInt(uid.stdout, 10), gid: Number.parseInt(gid.stdout, 10) };
  } catch {
    return undefined;
  }
}

async function createUser(name: string): Promise<OsUser> {
  try {
    await run("groupadd", ["--force", "--system", name]);
    await run("useradd", ["--system", "--no-create-home", "--gid", name, name]);
  } catch (cause) {
    throw new Error(`Postgres does not run as root, and a user "${name}" could not be made for it`, {
      cause,
    });
  }
  const user = await findUser(name);
  if (user === undefined) throw new Error(`The user "${name}" was made but cannot be found`);
  return user;
}

/** Whether that user can enter the folder: one closed folder above it is enough to keep them out. */
export async function canReach(user: OsUser, folder: string): Promise<boolean> {
  try {
    await run("/bin/sh", ["-c", 'test -x "$1"', "sh", folder], { ...user, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}
