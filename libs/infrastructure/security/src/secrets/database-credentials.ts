import { DomainError } from '@radiant/kernel';
import { secretWeakness } from './secret-strength.js';

/** What a secret of Amazon RDS holds. Never put it in a log. */
export interface DatabaseCredentials {
  readonly username: string;
  readonly password: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly databaseName: string | undefined;
}

const HIGHEST_PORT = 65_535;

/**
 * Reads `{"username", "password", "host"?, "port"?, "dbname"?}`.
 * @throws DomainError `service_unavailable` that says what is wrong and never shows the secret.
 */
export function parseDatabaseCredentials(text: string | undefined): DatabaseCredentials {
  const fields = parseObject(text);
  const username = optionalText(fields, 'username');
  const password = optionalText(fields, 'password');
  if (username === undefined) throw refused('has no username');
  const weakness = secretWeakness(password ?? '');
  if (password === undefined || weakness !== undefined) throw refused(`has a password that ${weakness}`);
  return {
    username,
    password,
    host: optionalText(fields, 'host'),
    port: optionalPort(fields.get('port')),
    databaseName: optionalText(fields, 'dbname'),
  };
}

function parseObject(text: string | undefined): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  } catch {
    // refused below: the parser's text quotes the input
  }
  throw refused('is not a JSON object');
}

function optionalText(fields: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = fields.get(name) ?? '';
  if (typeof value !== 'string') throw refused(`has a ${name} that is not text`);
  return value === '' ? undefined : value;
}

function optionalPort(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const port = typeof value === 'string' ? Number(value) : value;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= HIGHEST_PORT) return port;
  throw refused('has a port that is no port');
}

const refused = (problem: string): DomainError =>
  new DomainError('service_unavailable', `the database secret (AURORA_SECRET_ARN) ${problem}`);
