import { startSandbox } from "@keybrake/vendors/sandbox";
import { readEnv } from "./env.ts";

const sandbox = await startSandbox(readEnv());
console.log(JSON.stringify({ event: "listening", url: sandbox.url, pid: process.pid }));

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  void sandbox.close();
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
