import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readEnvironment, type Environment } from '@radiant/nest-kit';
import { StartError } from './start-error.js';

export const ADMINISTRATION_FILE = 'administration.json';

type Variables = Readonly<Record<string, string | undefined>>;

/** What a process of the administration may read; the rest of the surroundings of `npm start` is nobody's business. */
const READ = [
  /^RADIANT_/,
  /^AWS_/,
  /^AURORA_/,
  /^OIDC_/,
  /^(APP_ID|CACHE_TABLE|CORS_ORIGINS|DATABASE_URL|DYNAMODB_ENDPOINT|ENVIRONMENT|KMS_KEY_ID|LITELLM_URL|LOG_LEVEL)$/,
  /^(ADMIN_PORT|MEDIA_BUCKET|NODE_EXTRA_CA_CERTS|PORT|SESSIONS_TABLE|TIER|USAGE_TABLE|USER_POOL_ID)$/,
];

/** Of the variables that admin-api is given, those that tools for the administration need as well. */
export const administrationOnly = (variables: Variables): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && READ.some((pattern) => pattern.test(entry[0])),
    ),
  );

/** The variables of the administration of a running `npm start`. @throws StartError when none runs with this folder. */
export function administrationVariables(dataDirectory: string): Readonly<Record<string, string>> {
  const file = path.join(path.resolve(dataDirectory), ADMINISTRATION_FILE);
  const value: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (typeof value !== 'object' || value === null) {
    throw new StartError('RADIANT is not running here: start it with `npm start` first, or set DATABASE_URL.');
  }
  return administrationOnly({ ...value });
}

/**
 * The administration's environment: that of this process when it names a database, otherwise that of the running
 * `npm start` of `RADIANT_DATA_DIR`.
 * @throws EnvironmentError; StartError when nothing runs there.
 */
export function administrationEnvironment(variables: Variables): Environment {
  const named = [variables['DATABASE_URL'], variables['AURORA_SECRET_ARN']].some((value) => value?.trim());
  if (named) return readEnvironment(variables);
  const { dataDirectory } = readEnvironment(variables);
  return readEnvironment({ ...variables, ...administrationVariables(dataDirectory) });
}
