import { isMetricsToken, METRICS_TOKEN_FORM } from '../access/metrics-token.js';
import { LOG_LEVELS } from '../logging/log.js';
import { readTrustedProxies, syslogAddress } from './addresses.js';
import { readEgress } from './egress.js';
import { ENVIRONMENTS, type Environment } from './environment.js';
import type { Tier } from './features.js';
import { MODEL_RUNTIME_VARIABLES, readModelRuntime } from './model-runtime.js';
import { refuseForProduction } from './production.js';
import { tokenIssuer } from './tokens.js';
import { Variables } from './variables.js';

/** Every variable of our own; others beginning with RADIANT_ are refused. */
const OWN_VARIABLES = [
  ...MODEL_RUNTIME_VARIABLES,
  'RADIANT_ADMIN_TOKEN', // of commands that are run in the same shell, see docs/registry.md
  'RADIANT_ADMIN_IDLE_MINUTES',
  'RADIANT_ALLOWED_UPSTREAMS',
  'RADIANT_ALLOWED_WEBHOOKS',
  'RADIANT_BREAK_GLASS_APPROVAL',
  'RADIANT_DATA_DIR',
  'RADIANT_EMBEDDED',
  'RADIANT_EMBEDDED_ISSUER',
  'RADIANT_INVOICE_ISSUER',
  'RADIANT_KEYRING',
  'RADIANT_METRICS_TOKEN',
  'RADIANT_PHI_FLOOR',
  'RADIANT_PHI_MODEL_DIR',
  'RADIANT_PRESIDIO_LANGUAGE',
  'RADIANT_PRESIDIO_URL',
  'RADIANT_PROVIDER_CHECK_SECONDS',
  'RADIANT_REQUIRE_MFA',
  'RADIANT_STOP_SECONDS',
  'RADIANT_SYSLOG_URL',
  'RADIANT_TRUSTED_PROXIES',
  'RADIANT_UPSTREAM_CA_FILE',
];
/** The twelve minutes that a call may take at most, and one for what it writes down. */
const LONGEST_CALL_SECONDS = 780;
const LONGEST_ISSUER = 200;
const LANGUAGE = /^[a-z]{2,3}$/;
const BREAK_GLASS_APPROVALS = ['before', 'after'] as const;
const TIERS: readonly Tier[] = [1, 2, 3, 4, 5];

/** @throws EnvironmentError naming every variable that is wrong. */
export function readEnvironment(values: Readonly<Record<string, string | undefined>>): Environment {
  const variables = new Variables(values);
  const tier = variables.wholeNumber('TIER', 1, 5, 1);
  const name = variables.oneOf('ENVIRONMENT', ENVIRONMENTS, 'dev');
  const embedded = variables.flag('RADIANT_EMBEDDED', !namesDatabase(variables));
  const environment: Environment = {
    appId: variables.text('APP_ID', 'radiant'),
    name,
    tier: TIERS.find((candidate) => candidate === tier) ?? 1,
    logLevel: variables.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    awsRegion: variables.text('AWS_REGION', 'us-east-1'),
    litellmUrl: variables.url('LITELLM_URL', ['http:', 'https:']),
    databaseUrl: variables.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseSecret: databaseSecret(variables),
    dynamodbEndpoint: variables.url('DYNAMODB_ENDPOINT', ['http:', 'https:']),
    cacheTable: variables.text('CACHE_TABLE', 'radiant-cache'),
    sessionsTable: variables.text('SESSIONS_TABLE', 'radiant-sessions'),
    keyring: variables.optional('RADIANT_KEYRING'),
    kmsKeyId: variables.optional('KMS_KEY_ID'),
    tokenIssuer: tokenIssuer(variables, embedded),
    requireSecondFactor: variables.flag('RADIANT_REQUIRE_MFA', name === 'prod'),
    adminIdleMinutes: variables.wholeNumber('RADIANT_ADMIN_IDLE_MINUTES', 1, 720, 15),
    breakGlassApproval: variables.oneOf('RADIANT_BREAK_GLASS_APPROVAL', BREAK_GLASS_APPROVALS, 'before'),
    invoiceIssuer: variables.text('RADIANT_INVOICE_ISSUER', 'RADIANT'),
    phiFloor: variables.optional('RADIANT_PHI_FLOOR'),
    presidioUrl: variables.url('RADIANT_PRESIDIO_URL', ['http:', 'https:']),
    presidioLanguage: variables.text('RADIANT_PRESIDIO_LANGUAGE', 'en'),
    phiModelDirectory: variables.optional('RADIANT_PHI_MODEL_DIR'),
    metricsToken: variables.optional('RADIANT_METRICS_TOKEN'),
    syslogUrl: syslogAddress(variables),
    trustedProxies: readTrustedProxies(variables),
    host: variables.text('HOST', '127.0.0.1'),
    port: variables.wholeNumber('PORT', 0, 65_535, 8080),
    adminPort: variables.wholeNumber('ADMIN_PORT', 0, 65_535, 8081),
    dataDirectory: variables.text('RADIANT_DATA_DIR', '.radiant'),
    corsOrigins: variables.list('CORS_ORIGINS'),
    allowedUpstreams: variables.list('RADIANT_ALLOWED_UPSTREAMS'),
    allowedWebhooks: variables.list('RADIANT_ALLOWED_WEBHOOKS'),
    egress: readEgress(variables),
    modelRuntime: readModelRuntime(variables, embedded),
    variable: (name) => variables.optional(name),
    stopSeconds: variables.wholeNumber('RADIANT_STOP_SECONDS', 0, 3_600, LONGEST_CALL_SECONDS),
    providerCheckSeconds: variables.wholeNumber('RADIANT_PROVIDER_CHECK_SECONDS', 0, 3_600, 30),
    embedded,
  };
  if (/\/v1\/?$/.test(environment.litellmUrl ?? '')) {
    variables.problem('LITELLM_URL', 'an address without /v1 at its end, which is added');
  }
  refuseOrigins(variables, 'CORS_ORIGINS', environment.corsOrigins);
  refuseOrigins(variables, 'RADIANT_ALLOWED_UPSTREAMS', environment.allowedUpstreams);
  refuseOrigins(variables, 'RADIANT_ALLOWED_WEBHOOKS', environment.allowedWebhooks);
  if (environment.keyring !== undefined && environment.kmsKeyId !== undefined) {
    variables.problem('KMS_KEY_ID', 'unset when RADIANT_KEYRING is set: keys are wrapped in one place');
  }
  if (!LANGUAGE.test(environment.presidioLanguage)) {
    variables.problem('RADIANT_PRESIDIO_LANGUAGE', 'the code of a language, e.g. en');
  }
  if (environment.invoiceIssuer.length > LONGEST_ISSUER) {
    variables.problem('RADIANT_INVOICE_ISSUER', `at most ${LONGEST_ISSUER} characters`);
  }
  if (environment.metricsToken !== undefined && !isMetricsToken(environment.metricsToken)) {
    variables.problem('RADIANT_METRICS_TOKEN', METRICS_TOKEN_FORM);
  }
  variables.refuseUnknown('RADIANT_', OWN_VARIABLES);
  if (environment.name === 'prod') refuseForProduction(variables, environment);
  variables.done();
  return environment;
}

const namesDatabase = (variables: Variables): boolean =>
  ['DATABASE_URL', 'AURORA_SECRET_ARN'].some((variable) => variables.optional(variable) !== undefined);

function databaseSecret(variables: Variables): Environment['databaseSecret'] {
  const arn = variables.optional('AURORA_SECRET_ARN');
  const host = variables.optional('AURORA_HOST');
  if (arn !== undefined && host !== undefined) return { arn, host };
  if (arn !== undefined) variables.problem('AURORA_HOST', 'set together with AURORA_SECRET_ARN');
  if (host !== undefined && variables.optional('DATABASE_URL') === undefined) {
    variables.problem('AURORA_SECRET_ARN', 'set together with AURORA_HOST, where there is no DATABASE_URL');
  }
  return undefined;
}

function refuseOrigins(variables: Variables, name: string, origins: readonly string[]): void {
  const exact = origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin);
  if (!exact) variables.problem(name, 'origins separated by commas, e.g. https://app.example.org; no * and no path');
}
