import { hasUniqueNames } from './unique-names.js';
import { tokenRefused } from './token-refused.js';

/** Never an HMAC, whose key would be a public one, and never `none`: RFC 8725 section 3.1. */
export const ALGORITHMS = ['RS256', 'RS384', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

const LONGEST = 16_384;
const FORM = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;
/** What a token of access or identity calls itself; a logout token or a proof of possession is something else. */
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);

/** A token taken apart, nothing of it verified. */
export interface TokenText {
  readonly algorithm: Algorithm;
  /** Header and payload as they are signed. */
  readonly signed: string;
  readonly payload: string;
  readonly signature: string;
}

/**
 * Takes a token apart when its form is in order. Headers that bring or point to a key (`jwk`, `jku`, `x5c`, `x5u`) are
 * not looked at, here or anywhere. @throws DomainError `unauthorized`.
 */
export function readTokenText(token: string): TokenText {
  if (token.length > LONGEST) throw tokenRefused();
  const [, header, payload, signature] = FORM.exec(token) ?? [];
  if (header === undefined || payload === undefined || signature === undefined) throw tokenRefused();
  // stray bits behind the last byte would make other texts of the same token
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) throw tokenRefused();
  const algorithm = algorithmOf(parsed(decoded(header)));
  return { algorithm, signed: `${header}.${payload}`, payload: decoded(payload), signature };
}

function algorithmOf(header: object): Algorithm {
  if ('crit' in header || 'b64' in header) throw tokenRefused(); // no extension is understood here
  const type = 'typ' in header ? header.typ : 'jwt';
  if (typeof type !== 'string' || !TYPES.has(type.toLowerCase())) throw tokenRefused();
  const algorithm = 'alg' in header ? header.alg : undefined;
  const known = ALGORITHMS.find((allowed) => allowed === algorithm);
  if (!known) throw tokenRefused();
  return known;
}

function parsed(json: string): object {
  const value = parseJson(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw tokenRefused();
  if (!hasUniqueNames(json)) throw tokenRefused();
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw tokenRefused();
  }
}

const decoded = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('utf8');
