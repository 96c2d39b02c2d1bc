import { LOG_LEVELS, type LogLevel } from '../logging/log.js';
import type { Tier } from './features.js';
import { Variables } from './variables.js';

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

/** Every variable of our own; others beginning with RADIANT_ are refused. */
const OWN_VARIABLES = ['RADIANT_KEYRING', 'RADIANT_DATA_DIR', 'RADIANT_EMBEDDED'];
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
  readonly dynamodbEndpoint: string | undefined;
  readonly cacheTable: string;
  readonly sessionsTable: string;
  /** Master keys of the vault, `version:base64` separated by commas. */
  readonly keyring: string | undefined;
  readonly port: number;
  readonly adminPort: number;
  readonly dataDirectory: string;
  readonly corsOrigins: readonly string[];
  /** Whether the engines of `npm start` are in use. */
  readonly embedded: boolean;
}

/** @throws EnvironmentError naming every variable that is wrong. */
export function readEnvironment(values: Readonly<Record<string, string | undefined>>): Environment {
  const variables = new Variables(values);
  const tier = variables.wholeNumber('TIER', 1, 5, 1);
  const environment: Environment = {
    appId: variables.text('APP_ID', 'radiant'),
    name: variables.oneOf('ENVIRONMENT', ENVIRONMENTS, 'dev'),
    tier: TIERS.find((candidate) => candidate === tier) ?? 1,
    logLevel: variables.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    awsRegion: variables.text('AWS_REGION', 'us-east-1'),
    litellmUrl: variables.url('LITELLM_URL', ['http:', 'https:']),
    databaseUrl: variables.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    dynamodbEndpoint: variables.url('DYNAMODB_ENDPOINT', ['http:', 'https:']),
    cacheTable: variables.text('CACHE_TABLE', 'radiant-cache'),
    sessionsTable: variables.text('SESSIONS_TABLE', 'radiant-sessions'),
    keyring: variables.optional('RADIANT_KEYRING'),
    port: variables.wholeNumber('PORT', 0, 65_535, 8080),
    adminPort: variables.wholeNumber('ADMIN_PORT', 0, 65_535, 8081),
    dataDirectory: variables.text('RADIANT_DATA_DIR', '.radiant'),
    corsOrigins: variables.list('CORS_ORIGINS'),
    embedded: variables.flag('RADIANT_EMBEDDED', variables.optional('DATABASE_URL') === undefined),
  };
  refuseUnread(variables);
  refuseOrigins(variables, environment.corsOrigins);
  variables.refuseUnknown('RADIANT_', OWN_VARIABLES);
  if (environment.name === 'prod') refuseForProduction(variables, environment);
  variables.done();
  return environment;
}

/** Variables of the specification that nothing reads yet: a start that seemed to obey them would mislead. */
function refuseUnread(variables: Variables): void {
  const database = ['AURORA_SECRET_ARN', 'AURORA_HOST'].filter((name) => variables.optional(name) !== undefined);
  if (database.length > 0 && variables.optional('DATABASE_URL') === undefined) {
    variables.problem('DATABASE_URL', `set: ${database.join(', ')} is not read yet`);
  }
  if (variables.optional('KMS_KEY_ID') !== undefined && variables.optional('RADIANT_KEYRING') === undefined) {
    variables.problem('RADIANT_KEYRING', 'set: KMS_KEY_ID is not read yet');
  }
}

function refuseOrigins(variables: Variables, origins: readonly string[]): void {
  const exact = origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin);
  if (!exact)
    variables.problem('CORS_ORIGINS', 'origins separated by commas, e.g. https://app.example.org; no * and no path');
}

/** What is fit for a first run is not fit for patients. */
function refuseForProduction(variables: Variables, environment: Environment): void {
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
  if (environment.keyring === undefined) {
    variables.problem('RADIANT_KEYRING', 'set when ENVIRONMENT=prod, as version:base64-of-32-random-bytes');
  }
  const password = environment.databaseUrl === undefined ? '' : new URL(environment.databaseUrl).password;
  if (password.length < 16) {
    variables.problem('DATABASE_URL', 'with a password of at least 16 characters when ENVIRONMENT=prod');
  }
}
