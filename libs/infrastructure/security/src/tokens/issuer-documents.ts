import { DomainError } from '@radiant/kernel';
import type { JSONWebKeySet } from 'jose';
import { fetchJson, type Fetch } from './fetch-json.js';
import { secureUrl } from './secure-url.js';

const REGION = /^[a-z]{2}(-[a-z]+){1,3}-\d{1,2}$/;

/**
 * The issuer of a Cognito user pool. @param poolId as AWS shows it: `<region>_<id>`.
 * @throws DomainError `validation_error`.
 */
export function cognitoIssuer(region: string, poolId: string): string {
  const [poolRegion, id, ...more] = poolId.split('_');
  if (!REGION.test(region) || poolRegion !== region || more.length > 0 || !/^[A-Za-z0-9]{1,55}$/.test(id ?? '')) {
    throw new DomainError('validation_error', 'USER_POOL_ID must be <region>_<id> of a pool in AWS_REGION', {
      field: 'USER_POOL_ID',
    });
  }
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://cognito-idp.${region}.${domain}/${poolId}`;
}

/** Where Cognito serves the keys of a pool. */
export const cognitoJwksUri = (issuer: string): URL => secureUrl(`${issuer}/.well-known/jwks.json`, 'issuer');

/**
 * Where an OpenID provider serves its keys: OpenID Connect Discovery 1.0 section 4. A document that names another
 * issuer is none. @throws Error when there is no usable answer.
 */
export async function discoverJwksUri(fetch: Fetch, issuer: string): Promise<URL> {
  const place = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = await fetchJson(fetch, secureUrl(place, 'issuer'));
  const { issuer: named, jwks_uri: uri } = fields(document);
  if (named !== issuer) throw new Error('the document is of another issuer');
  if (typeof uri !== 'string') throw new Error('the document names no keys');
  const url = secureUrl(uri, 'jwks_uri');
  if (url.protocol !== 'https:' && url.origin !== new URL(issuer).origin) throw new Error('the keys are elsewhere');
  return url;
}

/** A set of keys as JSON. @throws Error when it is none. */
export async function fetchKeySet(fetch: Fetch, url: URL): Promise<JSONWebKeySet> {
  const document = await fetchJson(fetch, url);
  if (!isKeySet(document)) throw new Error('the document is no set of keys');
  return document;
}

const isKeySet = (value: unknown): value is JSONWebKeySet => {
  const { keys } = fields(value);
  return Array.isArray(keys) && keys.every((key) => typeof fields(key)['kty'] === 'string');
};

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
