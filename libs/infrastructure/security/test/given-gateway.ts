import {
  AdminSessions,
  ApiKeyDirectory,
  AuthenticateApiKey,
  AuthenticateCredential,
  AuthenticateToken,
  TokenStandings,
  type FoundApiKey,
  type Principal,
  type TokenIdentity,
  type TokenStanding,
} from '@radiant/identity';
import { DomainError } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { Sha256Digest } from '../src/sha256-digest.js';
import { JwksTokenVerifier, type JwksTokenVerifierOptions } from '../src/tokens/jwks-token-verifier.js';
import { CLIENT, ISSUER, KEYS, NOW } from './given-issuer.js';

class GivenStandings extends TokenStandings {
  readonly revoked = new Set<string>();

  async find({ tokenHash }: TokenIdentity): Promise<TokenStanding> {
    return { tenantActive: true, userActive: true, revoked: this.revoked.has(tokenHash), revokedBefore: undefined };
  }
}

class FreshSessions extends AdminSessions {
  async touch(_: unknown, { now }: { now: number }): Promise<number> {
    return now;
  }
}

class GivenKeys extends ApiKeyDirectory {
  readonly keys: FoundApiKey[] = [];

  async find(hash: string): Promise<FoundApiKey | undefined> {
    return this.keys.find((key) => key.hash === hash);
  }
}

/** Everything between a credential and a principal, as applications put it together; stores and time are the test's. */
export function givenGateway(options: Partial<JwksTokenVerifierOptions> = {}) {
  const clock = new FixedClock(NOW);
  const digest = new Sha256Digest();
  const standings = new GivenStandings();
  const apiKeys = new GivenKeys();
  const fetched: string[] = [];
  const verifier = new JwksTokenVerifier(
    { kind: 'cognito', issuer: ISSUER, audience: [CLIENT], keys: { jwks: KEYS }, ...options },
    clock,
    async (url) => {
      fetched.push(url);
      throw new Error('there is no network here');
    },
  );
  const authenticate = new AuthenticateCredential(
    new AuthenticateApiKey(apiKeys, digest, clock),
    new AuthenticateToken(verifier, standings, new FreshSessions(), digest, clock, {
      adminIdleMs: 15 * 60_000,
      adminAbsoluteMs: 12 * 3_600_000,
    }),
  );
  /** The principal, or the code of the refusal. */
  const answer = (credential: string): Promise<Principal | string> =>
    authenticate.execute(credential).catch((error: unknown) => {
      if (error instanceof DomainError) return error.code;
      throw error;
    });
  return { answer, apiKeys, clock, digest, fetched, standings };
}
