import http from "node:http";
import https from "node:https";

const TIMEOUT_MS = 5_000;

/** Whether a GET of that address gives 200. A certificate is not judged: it may be for another name than loopback's. */
export function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { agent: false, timeout: TIMEOUT_MS, rejectUnauthorized: false };
    const request = (url.startsWith("https:") ? https : http).get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
}
