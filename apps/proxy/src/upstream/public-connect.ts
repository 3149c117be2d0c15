import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { isPublicAddress } from "./public-address.ts";

/** All addresses of a name, as the system resolves it. */
export type LookUpName = (
  name: string,
  done: (error: Error | null, addresses: readonly FoundAddress[]) => void,
) => void;

export interface FoundAddress {
  readonly address: string;
  readonly family: number;
}

/** No connection was made, because the name leads to an address that is not public. */
export class NotPublic extends Error {
  constructor(name: string) {
    super(`${name} leads to an address that is not public`);
  }
}

/** The system's resolver, its hosts file included. */
export const lookUpName: LookUpName = (name, done) => {
  lookup(name, { all: true }, (error, addresses) => done(error, addresses ?? []));
};

/**
 * Makes connections to public addresses only. A name is resolved anew for each connection, every address that it has is
 * looked at, and the socket is connected to those very addresses: nothing resolves the name a second time in between, so
 * that a name which changes its mind (DNS rebinding) is refused at the connection where it does. The certificate is
 * still that of the name.
 */
export function publicConnect(
  lookUp: LookUpName,
  options: buildConnector.BuildOptions,
  isPublic = isPublicAddress,
): buildConnector.connector {
  // Types leave it out, but what is not undici's own goes to `tls.connect`.
  const withLookUp: buildConnector.BuildOptions & { lookup: LookupFunction } = {
    ...options,
    allowH2: false,
    lookup: vetted(lookUp, isPublic),
  };
  const connect = buildConnector(withLookUp);
  return (options, callback) => {
    // A socket to an address asks no resolver, and so nobody would look at it.
    if (isIP(options.hostname.replace(/^\[|\]$/g, "")) !== 0) {
      callback(new NotPublic(options.hostname), null);
      return;
    }
    connect(options, callback);
  };
}

function vetted(lookUp: LookUpName, isPublic: (address: string) => boolean): LookupFunction {
  return (name, { all }, callback) => {
    lookUp(name, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const [first] = addresses;
      // One that is not public beside ten that are: whoever answers so decides which is taken.
      if (first === undefined || !addresses.every(({ address }) => isPublic(address))) {
        return callback(new NotPublic(name), "", 0);
      }
      if (all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}
