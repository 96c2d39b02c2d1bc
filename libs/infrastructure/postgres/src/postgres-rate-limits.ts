import { RateLimits, rateStanding, type RateDecision, type RateTake } from '@radiant/billing';
import { DomainError, GroupCommit, type Clock, type Instant } from '@radiant/kernel';
import type { UnitOfWork } from './unit-of-work.js';

interface Answer {
  readonly taken: boolean;
  readonly whole: readonly number[];
}

interface Pending {
  readonly take: RateTake;
  readonly forced: boolean;
  answer?: Answer;
}

/**
 * Limits that all replicas share; calls that come together are decided by one statement, one after the other. The
 * database's clock counts, so that one replica's wrong clock neither gives nor takes anything.
 */
export class PostgresRateLimits extends RateLimits {
  private readonly batches = new GroupCommit<Pending>({ maxBatch: 200, writers: 1, maxWaiting: 20_000 }, (batch) =>
    this.decide(batch),
  );

  /** @param clock the one that the moments of takes are read from; without it they are believed as they are. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock?: Clock,
  ) {
    super();
  }

  async take(take: RateTake): Promise<RateDecision> {
    const { taken, whole } = await this.answer(take, false);
    return {
      taken,
      standings: take.costs.map((part, place) => rateStanding(part, taken, whole[place] ?? take.at, take.at)),
    };
  }

  async charge(take: RateTake): Promise<void> {
    await this.answer(take, true);
  }

  private async answer(take: RateTake, forced: boolean): Promise<Answer> {
    const pending: Pending = { take, forced };
    await this.batches.add(pending);
    if (!pending.answer) throw new DomainError('service_unavailable', 'a rate limit was not decided');
    return pending.answer;
  }

  private async decide(batch: readonly Pending[]): Promise<void> {
    const answers = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly Answer[]>('select * from take_rates($1::json)', [
        JSON.stringify(batch.map((pending) => row(pending, this.clock?.now()))),
      ]),
    );
    for (const [place, pending] of batch.entries()) pending.answer = answers[place];
  }
}

const row = ({ take: { tenantId, at, costs }, forced }: Pending, now: Instant | undefined): object => ({
  tenant_id: tenantId,
  at,
  now,
  forced,
  limits: costs.map(({ limit, cost }) => ({
    name: limit.name,
    capacity: limit.capacity,
    period: limit.periodMs,
    cost,
  })),
});
