import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '@radiant/kernel';
import { parseDatabaseCredentials, type DatabaseCredentials } from './database-credentials.js';
import { KeptSecret } from './kept-secret.js';
import { secretText } from './secret-text.js';

/**
 * The database's credentials in AWS Secrets Manager, read anew every 5 minutes and after a refused password. While the
 * service does not answer the last ones serve on: whether they are still good, the database says.
 */
export class DatabaseSecret {
  private readonly kept: KeptSecret<DatabaseCredentials>;

  /** @param secretArn `AURORA_SECRET_ARN`. */
  constructor(client: SecretsManagerClient, secretArn: string, clock: Clock) {
    this.kept = new KeptSecret(
      { name: 'the database secret', fetch: () => secretText(client, secretArn), parse: parseDatabaseCredentials },
      clock,
    );
  }

  /** @throws DomainError `service_unavailable` when they can't be read, or are not valid (say, a weak password). */
  credentials(): Promise<DatabaseCredentials> {
    return this.kept.current();
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
    await this.kept.renewed();
  }
}
