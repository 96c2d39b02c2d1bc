import type { Instant, ModelId } from '@radiant/kernel';
import { ModelActivities, type ModelActivity } from '@radiant/registry';
import type { EntityManager } from 'typeorm';
import { dateOf, instantOf } from './governance/stored-date.js';
import type { UnitOfWork } from './unit-of-work.js';

interface ActivityRecord {
  readonly woken_at: Date | null;
  readonly called_at: Date | null;
}

/** The rows of `model_activities`, which all tenants share. */
export class PostgresModelActivities extends ModelActivities {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async of(id: ModelId): Promise<ModelActivity> {
    const [row] = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly ActivityRecord[]>('select woken_at, called_at from model_activities where model_id = $1', [
        id,
      ]),
    );
    return { wokenAt: instantOf(row?.woken_at ?? null), calledAt: instantOf(row?.called_at ?? null) };
  }

  async claimWake(id: ModelId, at: Instant, staleBefore: Instant): Promise<boolean> {
    const claimed = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly unknown[]>(
        `insert into model_activities as a (model_id, woken_at) values ($1, $2)
          on conflict (model_id) do update set woken_at = excluded.woken_at
            where a.woken_at is null or a.woken_at <= $3
          returning 1`,
        [id, dateOf(at), dateOf(staleBefore)],
      ),
    );
    return claimed.length > 0;
  }

  async withdrawWake(id: ModelId, at: Instant): Promise<void> {
    await this.unitOfWork.forPlatform((manager) =>
      manager.query('update model_activities set woken_at = null where model_id = $1 and woken_at = $2', [
        id,
        dateOf(at),
      ]),
    );
  }

  async called(ids: readonly ModelId[], at: Instant): Promise<void> {
    if (ids.length === 0) return;
    // In one order everywhere, so that two replicas never wait for each other.
    await this.unitOfWork.forPlatform((manager) =>
      manager.query(
        `insert into model_activities as a (model_id, called_at)
          select id, $2 from unnest($1::text[]) as given (id) order by id
          on conflict (model_id) do update set called_at = greatest(a.called_at, excluded.called_at)`,
        [[...ids], dateOf(at)],
      ),
    );
  }

  sleep(id: ModelId, idleBefore: Instant, putToSleep: () => Promise<void>): Promise<boolean> {
    return this.unitOfWork.forPlatform((platform) =>
      platform.transaction(async (manager) => {
        if (!(await forgetsWake(manager, id, idleBefore))) return false;
        await putToSleep(); // the row is held until the transaction ends, and a claim waits for it
        return true;
      }),
    );
  }
}

async function forgetsWake(manager: EntityManager, id: ModelId, idleBefore: Instant): Promise<boolean> {
  await manager.query('insert into model_activities (model_id) values ($1) on conflict do nothing', [id]);
  const [rows] = await manager.query<[readonly unknown[], number]>(
    `update model_activities set woken_at = null
      where model_id = $1 and coalesce(woken_at, '-infinity') <= $2 and coalesce(called_at, '-infinity') <= $2
      returning 1`,
    [id, dateOf(idleBefore)],
  );
  return rows.length > 0;
}
