import type { Environment } from './environment.js';
import type { Variables } from './variables.js';

/** Both check the server's certificate in the driver. */
const TLS_MODES = ['verify-ca', 'verify-full'];
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** Notes a problem for each setting that is fit for a first run and not for patients. */
export function refuseForProduction(variables: Variables, environment: Environment): void {
  const runtime = variables.optional('RADIANT_MODEL_RUNTIME'); // unset it goes with the engines, of which it is told below
  if (runtime !== undefined && environment.modelRuntime.kind === 'simulated') {
    variables.problem('RADIANT_MODEL_RUNTIME', 'none or sagemaker when ENVIRONMENT=prod: simulated runs no model');
  }
  if (environment.embedded) {
    variables.problem('DATABASE_URL', 'set when ENVIRONMENT=prod: the embedded engines are for trying out only');
  }
  if (!environment.litellmUrl?.startsWith('https:')) {
    variables.problem(
      'LITELLM_URL',
      'an https:// address when ENVIRONMENT=prod: the demo provider and plain http are refused',
    );
  }
  if (environment.dynamodbEndpoint?.startsWith('http:')) {
    variables.problem('DYNAMODB_ENDPOINT', 'unset or an https:// address when ENVIRONMENT=prod');
  }
  if (environment.keyring === undefined && environment.kmsKeyId === undefined) {
    variables.problem(
      'RADIANT_KEYRING',
      'set when ENVIRONMENT=prod (or KMS_KEY_ID), as version:base64-of-32-random-bytes',
    );
  }
  if (environment.tokenIssuer?.kind === 'oidc' && environment.tokenIssuer.issuer.startsWith('http:')) {
    variables.problem('OIDC_ISSUER', 'an https:// address when ENVIRONMENT=prod');
  }
  if (environment.presidioUrl !== undefined && !isPrivate(environment.presidioUrl)) {
    variables.problem('RADIANT_PRESIDIO_URL', 'an https:// address when ENVIRONMENT=prod, unless the host is this one');
  }
  if (environment.databaseUrl === undefined) return;
  const database = new URL(environment.databaseUrl);
  if (!LOOPBACK.test(database.hostname) && !TLS_MODES.includes(database.searchParams.get('sslmode') ?? '')) {
    variables.problem('DATABASE_URL', 'with ?sslmode=verify-full when ENVIRONMENT=prod, unless the host is this one');
  }
  if (database.password.length < 16) {
    variables.problem('DATABASE_URL', 'with a password of at least 16 characters when ENVIRONMENT=prod');
  }
}

/** Whether nobody on the way can read along. */
const isPrivate = (address: string): boolean =>
  address.startsWith('https:') || LOOPBACK.test(new URL(address).hostname);
