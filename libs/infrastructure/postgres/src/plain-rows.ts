import pg from 'pg';
import type { QueryRunner } from 'typeorm';

/**
 * What a statement answers, asked of the driver with a callback. Promises of the driver's own hang together such that what
 * they answered outlives every collection but a full one: a process that reads page after page, each in a transaction,
 * would grow by all of them until then.
 * @returns the rows; undefined for several statements at once.
 */
export async function plainRows<Row extends pg.QueryResultRow>(
  runner: QueryRunner | undefined,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client: unknown = await runner?.connect();
  if (!(client instanceof pg.Client)) throw new TypeError('there is no connection of the driver');
  return new Promise((resolve, reject) => {
    client.query<Row>(statement, [...parameters], (error: Error | null, result) =>
      error ? reject(error) : resolve(result.rows),
    );
  });
}
