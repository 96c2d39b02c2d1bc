import { DomainError, GroupCommit, type TenantId } from '@radiant/kernel';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { queried } from './stored-value.js';
import { scopeOf } from './tenant-scope.js';

/** One statement that reads, with its values in it: of several in one message none takes parameters. */
export class WrittenRead {
  private constructor(readonly text: string) {}

  /**
   * @param values become literals, whatever they hold. @throws DomainError `validation_error` for NUL, which no text of
   * PostgreSQL holds and which would end the message there.
   */
  static of(text: TemplateStringsArray, ...values: readonly string[]): WrittenRead {
    if (values.some((value) => value.includes('\0'))) throw new DomainError('validation_error', 'a text holds NUL');
    return new WrittenRead(String.raw({ raw: text.raw }, ...values.map((value) => pg.escapeLiteral(value))));
  }
}

interface Asked {
  readonly scope: string;
  readonly read: WrittenRead;
  readonly answered: (result: pg.QueryResult) => void;
}

/**
 * Reads of one statement each, each in the scope of its tenant. What is asked while others are answered goes out as one
 * message, whoever its tenants are: those that call seldom, of whom nothing is known here, cost a few messages together
 * and not three for each.
 */
export class TenantReads {
  private readonly batches: GroupCommit<Asked>;

  constructor(private readonly dataSource: DataSource) {
    this.batches = new GroupCommit({ maxBatch: 100, writers: 2, maxWaiting: 50_000 }, (batch) => this.ask(batch));
  }

  /** @throws DomainError `service_unavailable`. */
  async rows<Row extends pg.QueryResultRow>(tenantId: TenantId, read: WrittenRead): Promise<readonly Row[]> {
    let rows: readonly Row[] = [];
    const answered = (result: pg.QueryResult<Row>): void => {
      ({ rows } = result);
    };
    await this.batches.add({ scope: scopeOf(tenantId), read, answered });
    return rows;
  }

  private ask(batch: readonly Asked[]): Promise<void> {
    return queried(async () => {
      const runner = this.dataSource.createQueryRunner();
      try {
        const client: unknown = await runner.connect();
        if (!(client instanceof pg.Client)) throw new TypeError('there is no connection of the driver');
        const results = await resultsOf(client, messageOf(batch));
        // Were a read two statements, those after it would be handed another tenant's rows.
        if (results.length !== 2 * batch.length + 2) throw new TypeError('a read is one statement');
        batch.forEach(({ answered }, place) => {
          const result = results[2 * place + 2];
          if (result) answered(result);
        });
      } catch (error) {
        await runner.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        await runner.release();
      }
    });
  }
}

/** One transaction, which begins, sets a scope and reads, as often as there are reads, and ends. */
const messageOf = (batch: readonly Asked[]): string =>
  ['begin read only', ...batch.flatMap(({ scope, read }) => [scope, read.text]), 'commit'].join('; ');

/** What each statement of a message answers. */
const resultsOf = (client: pg.Client, message: string): Promise<readonly pg.QueryResult[]> =>
  new Promise((resolve, reject) => {
    client.query(message, (error: Error | null, results: pg.QueryResult | pg.QueryResult[]) =>
      error ? reject(error) : resolve([results].flat()),
    );
  });
