import { lookup as resolve, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isForbiddenAddress } from './forbidden-address.js';

/** An address that no provider may have was asked for. Its text reaches nobody. */
export class ForbiddenAddressError extends Error {}

/** @returns every address of a name. */
export type Resolve = (
  hostname: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

const everyAddress: Resolve = (hostname, done) =>
  resolve(hostname, { all: true, verbatim: true }, (error, addresses) => done(error, addresses));

/**
 * Resolves a name once and gives the connection the very addresses that were checked, so that a name can't mean another
 * address when it is connected to. One forbidden address among several forbids the name.
 */
export const checkedLookup =
  (names: Resolve = everyAddress): LookupFunction =>
  (hostname, options, done) => {
    names(hostname, (error, addresses) => {
      if (error) return done(error, '', 0);
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => isForbiddenAddress(address))) {
        return done(new ForbiddenAddressError('the address is not allowed'), '', 0);
      }
      return options.all ? done(null, [...addresses]) : done(null, first.address, first.family);
    });
  };

/**
 * Whether a host of a URL is itself a forbidden address: such a one is never looked up. `URL` has written every form of
 * IPv4 in decimals.
 */
export function isForbiddenHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 && isForbiddenAddress(bare);
}
