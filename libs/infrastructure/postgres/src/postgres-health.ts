import type { DataSource } from 'typeorm';
import { queried, unavailable } from './stored-value.js';

const DEADLINE_MS = 2_000;

/** A standby, or what a failover has made one. */
const READ_ONLY = "select current_setting('transaction_read_only') = 'on' as found";

/** Whether the database answers and can be written. */
export class PostgresHealth {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws DomainError `service_unavailable` when it does not answer within two seconds, or may only be read. */
  async ping(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unavailable(undefined)), DEADLINE_MS);
    });
    try {
      await Promise.race([this.assertWritable(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async assertWritable(): Promise<void> {
    const [readOnly] = await queried(() => this.dataSource.query<readonly { readonly found: boolean }[]>(READ_ONLY));
    if (readOnly?.found !== false) throw unavailable(undefined);
  }
}
