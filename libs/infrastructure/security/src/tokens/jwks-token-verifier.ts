import { TokenVerifier, type VerifiedToken } from '@radiant/identity';
import { DomainError, type Clock } from '@radiant/kernel';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { ecdsaTwin } from './ecdsa-twin.js';
import type { Fetch } from './fetch-json.js';
import { cognitoJwksUri, discoverJwksUri, fetchKeySet } from './issuer-documents.js';
import { RemoteKeySet } from './remote-key-set.js';
import { secureUrl } from './secure-url.js';
import { checkClaims, TOLERANCE_SECONDS, type ClaimRules, type IssuerKind } from './token-claims.js';
import { tokenRefused } from './token-refused.js';
import { ALGORITHMS, readTokenText } from './token-text.js';
import { hasUniqueNames } from './unique-names.js';

export interface JwksTokenVerifierOptions {
  readonly kind: IssuerKind;
  /** As tokens name it in `iss`, to the letter. */
  readonly issuer: string;
  /** Clients whose tokens are taken, any of them. Only for Cognito may it be left out: every client of the pool then. */
  readonly audience?: readonly string[];
  /** By default where the issuer itself says: Cognito's fixed place, OpenID discovery for others. */
  readonly keys?: { readonly jwksUri: string } | { readonly jwks: JSONWebKeySet };
}

/** Tokens signed by a key of the issuer's JSON Web Key Set: RFC 7519, with the advice of RFC 8725. */
export class JwksTokenVerifier extends TokenVerifier {
  private readonly key: JWTVerifyGetKey;
  private readonly rules: ClaimRules;

  /** @throws DomainError `validation_error` for an address that is not https and for OpenID without an audience. */
  constructor(
    options: JwksTokenVerifierOptions,
    private readonly clock: Clock,
    fetch: Fetch = globalThis.fetch,
  ) {
    super();
    const { kind, issuer, audience } = options;
    if (audience ? audience.length === 0 || audience.includes('') : kind === 'oidc') {
      throw new DomainError('validation_error', 'audience must name at least one client', { field: 'audience' });
    }
    secureUrl(issuer, 'issuer');
    this.rules = { kind, issuer, audience };
    this.key = keysOf(options, clock, fetch);
  }

  async verify(token: string): Promise<VerifiedToken> {
    const text = readTokenText(token);
    const claims = await this.signedClaims(token);
    if (!hasUniqueNames(text.payload)) throw tokenRefused();
    const checked = checkClaims(claims, this.rules, this.clock.now());
    const twin = ecdsaTwin(text);
    return { claims, ...checked, ...(twin !== undefined && { twin }) };
  }

  private async signedClaims(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [...ALGORITHMS],
        currentDate: new Date(this.clock.now()),
        clockTolerance: TOLERANCE_SECONDS,
      });
      return payload;
    } catch (error) {
      throw error instanceof DomainError ? error : tokenRefused(error);
    }
  }
}

function keysOf({ kind, issuer, keys }: JwksTokenVerifierOptions, clock: Clock, fetch: Fetch): JWTVerifyGetKey {
  if (keys && 'jwks' in keys) return createLocalJWKSet(keys.jwks);
  const given = keys ? secureUrl(keys.jwksUri, 'jwks_uri') : kind === 'cognito' ? cognitoJwksUri(issuer) : undefined;
  const load = async () => fetchKeySet(fetch, given ?? (await discoverJwksUri(fetch, issuer)));
  return new RemoteKeySet(load, clock).find;
}
