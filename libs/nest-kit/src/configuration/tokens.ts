import type { Variables } from './variables.js';

/** Whose tokens are believed. */
export type TokenIssuer =
  | {
      readonly kind: 'cognito';
      readonly userPoolId: string;
      /** Ids of app clients; empty: every client of the pool. */
      readonly audience: readonly string[];
    }
  | { readonly kind: 'oidc'; readonly issuer: string; readonly audience: readonly string[] }
  | {
      /** The issuer of `npm start`, whose public key comes with the environment. */
      readonly kind: 'embedded';
      readonly issuer: string;
      readonly publicKey: Readonly<Record<string, unknown>>;
    };

const USER_POOL = /^[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]{1,55}$/;

/** Reads USER_POOL_ID or OIDC_ISSUER with OIDC_AUDIENCE, or what `npm start` hands over; undefined when there is none. */
export function tokenIssuer(variables: Variables, embedded: boolean): TokenIssuer | undefined {
  const userPoolId = variables.optional('USER_POOL_ID');
  const issuer = variables.url('OIDC_ISSUER', ['https:', 'http:']);
  const audience = variables.list('OIDC_AUDIENCE');
  const own = variables.optional('RADIANT_EMBEDDED_ISSUER');
  if (userPoolId !== undefined && issuer !== undefined) {
    variables.problem('USER_POOL_ID', 'unset when OIDC_ISSUER is set: one issuer is believed');
  }
  if (userPoolId !== undefined) {
    if (!USER_POOL.test(userPoolId)) variables.problem('USER_POOL_ID', 'the id of a user pool, e.g. eu-west-1_AbC123');
    return { kind: 'cognito', userPoolId, audience };
  }
  if (issuer !== undefined) {
    if (audience.length === 0) variables.problem('OIDC_AUDIENCE', 'the audience of our tokens when OIDC_ISSUER is set');
    return { kind: 'oidc', issuer, audience };
  }
  if (own === undefined) return undefined;
  if (!embedded)
    variables.problem('RADIANT_EMBEDDED_ISSUER', 'unset: it belongs to the embedded engines of `npm start`');
  return embeddedIssuer(own, variables);
}

function embeddedIssuer(text: string, variables: Variables): TokenIssuer | undefined {
  const fields = fieldsOf(text);
  const issuer = fields.get('issuer');
  const publicKey = fields.get('publicKey');
  if (typeof issuer === 'string' && typeof publicKey === 'object' && publicKey !== null && !('d' in publicKey)) {
    return { kind: 'embedded', issuer, publicKey: Object.fromEntries(Object.entries(publicKey)) };
  }
  variables.problem('RADIANT_EMBEDDED_ISSUER', 'left to `npm start`, which sets it');
  return undefined;
}

/** Nothing for a text that is not a JSON object. */
function fieldsOf(text: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}
