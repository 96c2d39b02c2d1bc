import { settlementLine, UsageLedger, type Settlement } from '@radiant/billing';
import { DomainError } from '@radiant/kernel';
import type pg from 'pg';
import { AppendBatches } from './append-batches.js';

/** For a connection that was cut; whoever carries settlements over tries again by himself when the database is away. */
const RETRY_PAUSES = [50, 150, 400];
/** A settled call is durable before: its row may wait for others, and is there well within two seconds. */
const SPACING_MS = 100;

/** A row whose request is billed already with another amount. */
interface Conflict {
  readonly conflicting_request: string;
  readonly conflicting_picos: string;
}

/** Posts in batches that may hold calls of many tenants: usage, ledger lines, reservations and budgets in one transaction. */
export class PostgresUsageLedger extends UsageLedger {
  private readonly batches: AppendBatches<{ readonly line: string }, Conflict>;

  constructor(pool: pg.Pool) {
    super();
    this.batches = new AppendBatches(pool, {
      appendWith: 'settle_calls',
      rows: ({ line }) => [line],
      retryPauses: RETRY_PAUSES,
      spacingMs: SPACING_MS,
      refusals: (conflicts, entries) =>
        new Map(
          conflicts.flatMap((conflict) =>
            entries.filter(({ line }) => isAbout(line, conflict)).map((entry) => [entry, refused(conflict)]),
          ),
        ),
    });
  }

  post(settlement: Settlement): Promise<void> {
    return this.postLine(settlementLine(settlement));
  }

  /** A settlement as `settlementLine` wrote it. @throws DomainError as `post`. */
  postLine(line: string): Promise<void> {
    return this.batches.append({ line });
  }

  /** Writes what is waiting and closes the pool. */
  close(): Promise<void> {
    return this.batches.close();
  }
}

const isAbout = (line: string, { conflicting_request, conflicting_picos }: Conflict): boolean =>
  line.includes(`"request_id":"${conflicting_request}"`) &&
  line.includes(`"billed_amount_picos":"${conflicting_picos}"`);

const refused = ({ conflicting_request: requestId }: Conflict): DomainError =>
  new DomainError('conflict', 'the request is billed already, with another amount', { requestId });
