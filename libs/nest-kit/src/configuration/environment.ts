import { isMetricsToken, METRICS_TOKEN_FORM } from '../access/metrics-token.js';
import { LOG_LEVELS, type LogLevel } from '../logging/log.js';
import type { Tier } from './features.js';
import { readEgress, type Egress } from './egress.js';
import { readTrustedProxies, syslogAddress } from './addresses.js';
import { tokenIssuer, type TokenIssuer } from './tokens.js';
import { MODEL_RUNTIME_VARIABLES, readModelRuntime, type ModelRuntimeSettings } from './model-runtime.js';
import { Variables } from './variables.js';

const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

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
/** Both check the server's certificate in the driver. */
const TLS_MODES = ['verify-ca', 'verify-full'];
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;
/** The twelve minutes that a call may take at most, and one for what it writes down. */
const LONGEST_CALL_SECONDS = 780;
const LONGEST_ISSUER = 200;
const LANGUAGE = /^[a-z]{2,3}$/;
const BREAK_GLASS_APPROVALS = ['before', 'after'] as const;
const TIERS: readonly Tier[] = [1, 2, 3, 4, 5];

/** The environment of a RADIANT process, read once at start. `.env.example` describes each variable. */
export interface Environment {
  readonly appId: string;
  readonly name: EnvironmentName;
  readonly tier: Tier;
  readonly logLevel: LogLevel;
  readonly awsRegion: string;
  /** The default upstream, without `/v1`. */
  readonly litellmUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  /** Credentials of the database in Secrets Manager, in place of a DATABASE_URL. */
  readonly databaseSecret: { readonly arn: string; readonly host: string } | undefined;
  readonly dynamodbEndpoint: string | undefined;
  readonly cacheTable: string;
  readonly sessionsTable: string;
  /** The platform's keys, `version:base64` separated by commas; they wrap the tenants' data keys. */
  readonly keyring: string | undefined;
  /** An AWS KMS key in the place of the keyring. */
  readonly kmsKeyId: string | undefined;
  /** Undefined: no tokens, API keys only. */
  readonly tokenIssuer: TokenIssuer | undefined;
  /** Whether administrators' changes need a sign-in with a second factor. */
  readonly requireSecondFactor: boolean;
  /** Minutes after which an administrator's unused session ends. */
  readonly adminIdleMinutes: number;
  /** Whether somebody else approves break-glass access before it begins, or looks at it afterwards. */
  readonly breakGlassApproval: 'before' | 'after';
  /** Who invoices the tenants, as it stands on invoices. */
  readonly invoiceIssuer: string;
  /** JSON of what every tenant's PHI policy is held to at least. */
  readonly phiFloor: string | undefined;
  /** A Presidio analyzer that gives a second opinion on every text, without `/analyze`. */
  readonly presidioUrl: string | undefined;
  /** The language that the analyzer is told, e.g. `en`. */
  readonly presidioLanguage: string;
  /** A folder with a token classifier that gives a second opinion on every text. */
  readonly phiModelDirectory: string | undefined;
  /** What Prometheus shows to scrape admin-api, in the place of a token of a person. */
  readonly metricsToken: string | undefined;
  /** Where audit events are also sent as syslog, e.g. `tcp://siem.example.org:6514`. */
  readonly syslogUrl: string | undefined;
  /** Proxies whose `x-forwarded-for` is believed: addresses or ranges. */
  readonly trustedProxies: readonly string[];
  /** The address that the process listens on. */
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly dataDirectory: string;
  readonly corsOrigins: readonly string[];
  /** Origins of providers that may be at addresses of this machine or of private networks. */
  readonly allowedUpstreams: readonly string[];
  /** Origins of webhooks that may be at such addresses: a tenant's administrator chooses the path. */
  readonly allowedWebhooks: readonly string[];
  readonly egress: Egress;
  readonly modelRuntime: ModelRuntimeSettings;
  /** What a variable says that is not ours, e.g. one that holds a provider's key. A function, so that printing shows none. */
  readonly variable: (name: string) => string | undefined;
  /** Seconds between two looks at whether providers answer; 0: never. */
  readonly providerCheckSeconds: number;
  /** Seconds that running calls may go on after the process is told to stop. */
  readonly stopSeconds: number;
  /** Whether the engines of `npm start` are in use. */
  readonly embedded: boolean;
}

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

/** What is fit for a first run is not fit for patients. */
function refuseForProduction(variables: Variables, environment: Environment): void {
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
