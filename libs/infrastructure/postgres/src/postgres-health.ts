import type { DataSource } from 'typeorm';
import { queried, unavailable } from './stored-value.js';

const DEADLINE_MS = 2_000;

/** Whether the database answers. */
export class PostgresHealth {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws DomainError `service_unavailable` when it does not answer within two seconds. */
  async ping(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unavailable(undefined)), DEADLINE_MS);
    });
    try {
      await Promise.race([queried(() => this.dataSource.query('select 1')), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
