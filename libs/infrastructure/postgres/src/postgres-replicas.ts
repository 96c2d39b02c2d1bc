import type { Instant } from '@radiant/kernel';
import type { UnitOfWork } from './unit-of-work.js';

/** How one replica finds a provider in a region. */
export interface ToldBreaker {
  readonly providerId: string;
  readonly region: string | null;
  readonly breaker: string;
  /** When it took this state; null: it has never had another. */
  readonly since: Instant | null;
}

/** What a replica of the public API says of itself. */
export interface ToldReplica<Metric> {
  /** A UUID of its run. */
  readonly id: string;
  readonly breakers: readonly ToldBreaker[];
  readonly metrics: readonly Metric[];
}

/** What was not said again for so many seconds is not believed any more. */
const BELIEVED_SECONDS = 30;

/** The rows of `replicas`: each replica tells, the administration listens. The database's clock counts. */
export class PostgresReplicas<Metric> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * In the place of what the replica said before; who has fallen silent is forgotten.
   * @throws DomainError `service_unavailable`.
   */
  async tell({ id, breakers, metrics }: ToldReplica<Metric>): Promise<void> {
    await this.unitOfWork.forPlatform((manager) =>
      manager.query(
        `with silent as (delete from replicas where told_at < now() - $4 * interval '1 s' and id <> $1)
          insert into replicas (id, breakers, metrics) values ($1, $2, $3)
          on conflict (id) do update
            set told_at = now(), breakers = excluded.breakers, metrics = excluded.metrics`,
        [id, JSON.stringify(breakers), JSON.stringify(metrics), BELIEVED_SECONDS],
      ),
    );
  }

  /** The replica stops. */
  async leave(id: string): Promise<void> {
    await this.unitOfWork.forPlatform((manager) => manager.query('delete from replicas where id = $1', [id]));
  }

  /** Those that run, by their ids. @throws DomainError `service_unavailable`. */
  async all(): Promise<readonly ToldReplica<Metric>[]> {
    return this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly ToldReplica<Metric>[]>(
        `select id, breakers, metrics from replicas where told_at >= now() - $1 * interval '1 s' order by id`,
        [BELIEVED_SECONDS],
      ),
    );
  }

  /** As `all`, without their metrics, which are large. */
  async breakers(): Promise<readonly Omit<ToldReplica<Metric>, 'metrics'>[]> {
    return this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly Omit<ToldReplica<Metric>, 'metrics'>[]>(
        `select id, breakers from replicas where told_at >= now() - $1 * interval '1 s' order by id`,
        [BELIEVED_SECONDS],
      ),
    );
  }
}
