import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DomainError, type Clock } from '@radiant/kernel';
import { parseDatabaseCredentials, type DatabaseCredentials } from './database-credentials.js';

const MAX_AGE_MS = 300_000;
/** Between two readings, however often they are asked for. */
const MIN_INTERVAL_MS = 5_000;

interface Reading {
  readonly startedAt: number;
  readonly answer: Promise<DatabaseCredentials>;
  succeeded: boolean;
}

/**
 * The database's credentials in AWS Secrets Manager, read anew every 5 minutes and after a refused password. While the
 * service does not answer the last ones serve on: whether they are still good, the database says.
 */
export class DatabaseSecret {
  // Private to the engine, so that no printing of this object shows them.
  #reading: Reading | undefined;
  #known: DatabaseCredentials | undefined;

  /** @param secretArn `AURORA_SECRET_ARN`. */
  constructor(
    private readonly client: SecretsManagerClient,
    private readonly secretArn: string,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `service_unavailable` when they can't be read, or are not valid (say, a weak password). */
  credentials(): Promise<DatabaseCredentials> {
    return this.readWithin(this.#reading?.succeeded ? MAX_AGE_MS : MIN_INTERVAL_MS);
  }

  /** The latest, for a connection pool that asks before each new connection. @throws as `credentials`. */
  async password(): Promise<string> {
    return (await this.credentials()).password;
  }

  /**
   * For when the database refused the password: reads the secret now, unless that began less than 5 s ago.
   * @throws as `credentials`.
   */
  async refresh(): Promise<void> {
    await this.readWithin(MIN_INTERVAL_MS);
  }

  /** What was read that long ago at most, or is being read since. */
  private readWithin(maxAgeMs: number): Promise<DatabaseCredentials> {
    const startedAt = this.clock.elapsed();
    if (this.#reading && startedAt - this.#reading.startedAt < maxAgeMs) return this.#reading.answer;
    const keep = (credentials: DatabaseCredentials): void => {
      if (this.#reading !== reading) return; // a later reading has begun: this may be the older password
      reading.succeeded = true;
      this.#known = credentials;
    };
    const reading: Reading = { startedAt, succeeded: false, answer: this.read(keep) };
    this.#reading = reading;
    return reading.answer;
  }

  private async read(keep: (credentials: DatabaseCredentials) => void): Promise<DatabaseCredentials> {
    const text = await this.secretText();
    if (text === UNREACHABLE) return this.lastKnown();
    const credentials = parseDatabaseCredentials(text);
    keep(credentials);
    return credentials;
  }

  private async secretText(): Promise<string | undefined | typeof UNREACHABLE> {
    try {
      return (await this.client.send(new GetSecretValueCommand({ SecretId: this.secretArn }))).SecretString;
    } catch {
      return UNREACHABLE;
    }
  }

  private lastKnown(): DatabaseCredentials {
    if (this.#known) return this.#known;
    throw new DomainError('service_unavailable', 'the database secret can not be read', { retryAfterSeconds: 1 });
  }
}

const UNREACHABLE = Symbol('unreachable');
