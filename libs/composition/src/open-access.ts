import {
  AuthenticateApiKey,
  AuthenticateCredential,
  AuthenticateToken,
  type AppDirectory,
  type ApiKeyDirectory,
  type TokenVerifier,
} from '@radiant/identity';
import type { Clock, Digest } from '@radiant/kernel';
import { metricsToken, type AccessOptions, type Environment, type TokenIssuer } from '@radiant/nest-kit';
import {
  PostgresAdminSessions,
  PostgresApiKeyDirectory,
  PostgresAppDirectory,
  PostgresTokenStandings,
} from '@radiant/postgres';
import { cognitoIssuer, JwksTokenVerifier, type JwksTokenVerifierOptions } from '@radiant/security';
import type { Database } from './open-database.js';

const MINUTE_MS = 60_000;
/** Of the tokens that `npm start` and `npm run token` make. */
const EMBEDDED_AUDIENCE = 'radiant';
/** An administrator signs in again after twelve hours, whatever he does. */
const ADMIN_ABSOLUTE_MS = 12 * 60 * MINUTE_MS;

export interface Access extends AccessOptions {
  readonly apps: AppDirectory;
}

/** Who may call this process: keys where `takesKeys`, tokens where an issuer is named. */
export function openAccess(environment: Environment, { unitOfWork }: Database, clock: Clock, digest: Digest): Access {
  const verifier = tokenVerifier(environment, clock);
  const apps = new PostgresAppDirectory(unitOfWork);
  const directory: ApiKeyDirectory = new PostgresApiKeyDirectory(unitOfWork);
  const tokens =
    verifier &&
    new AuthenticateToken(
      verifier,
      new PostgresTokenStandings(unitOfWork),
      new PostgresAdminSessions(unitOfWork),
      digest,
      clock,
      { adminIdleMs: environment.adminIdleMinutes * MINUTE_MS, adminAbsoluteMs: ADMIN_ABSOLUTE_MS },
    );
  const credentials = new AuthenticateCredential(new AuthenticateApiKey(directory, digest, clock), tokens);
  return {
    authenticate: (credential, app) => credentials.execute(credential, app),
    apps,
    clock,
    requireSecondFactor: environment.requireSecondFactor,
    ...(environment.metricsToken !== undefined && { readsMetrics: metricsToken(environment.metricsToken) }),
  };
}

function tokenVerifier({ tokenIssuer }: Environment, clock: Clock): TokenVerifier | undefined {
  return tokenIssuer && new JwksTokenVerifier(verifierOptions(tokenIssuer), clock);
}

function verifierOptions(issuer: TokenIssuer): JwksTokenVerifierOptions {
  switch (issuer.kind) {
    case 'cognito': {
      const region = issuer.userPoolId.slice(0, issuer.userPoolId.indexOf('_'));
      const audience = issuer.audience.length > 0 ? issuer.audience : undefined;
      return { kind: 'cognito', issuer: cognitoIssuer(region, issuer.userPoolId), audience };
    }
    case 'oidc':
      return { kind: 'oidc', issuer: issuer.issuer, audience: issuer.audience };
    case 'embedded':
      return {
        kind: 'oidc',
        issuer: issuer.issuer,
        audience: [EMBEDDED_AUDIENCE],
        keys: { jwks: { keys: [issuer.publicKey] } },
      };
  }
}
