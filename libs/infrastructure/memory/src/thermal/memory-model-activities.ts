import type { Instant, ModelId } from '@radiant/kernel';
import { ModelActivities, type ModelActivity } from '@radiant/registry';

const NEVER: ModelActivity = { wokenAt: undefined, calledAt: undefined };

/** The days of models in this process. */
export class MemoryModelActivities extends ModelActivities {
  private readonly rows = new Map<ModelId, ModelActivity>();
  /** Models that are being put to sleep. */
  private readonly held = new Map<ModelId, Promise<unknown>>();

  async of(id: ModelId): Promise<ModelActivity> {
    const { wokenAt, calledAt } = this.row(id);
    return { wokenAt, calledAt };
  }

  async claimWake(id: ModelId, at: Instant, staleBefore: Instant): Promise<boolean> {
    await this.held.get(id);
    const { wokenAt, calledAt } = this.row(id);
    if (wokenAt !== undefined && wokenAt > staleBefore) return false;
    this.rows.set(id, { wokenAt: at, calledAt });
    return true;
  }

  async withdrawWake(id: ModelId, at: Instant): Promise<void> {
    const { wokenAt, calledAt } = this.row(id);
    if (wokenAt === at) this.rows.set(id, { wokenAt: undefined, calledAt });
  }

  async called(ids: readonly ModelId[], at: Instant): Promise<void> {
    for (const id of ids) {
      const { wokenAt, calledAt } = this.row(id);
      this.rows.set(id, { wokenAt, calledAt: Math.max(calledAt ?? at, at) });
    }
  }

  async sleep(id: ModelId, idleBefore: Instant, putToSleep: () => Promise<void>): Promise<boolean> {
    await this.held.get(id);
    const { wokenAt = 0, calledAt } = this.row(id);
    if (wokenAt > idleBefore || (calledAt ?? 0) > idleBefore) return false;
    const work = Promise.resolve().then(() => this.asleep(id, putToSleep)); // held before it begins
    this.held.set(
      id,
      work.catch(() => undefined),
    );
    try {
      await work;
    } finally {
      this.held.delete(id);
    }
    return true;
  }

  private async asleep(id: ModelId, putToSleep: () => Promise<void>): Promise<void> {
    await putToSleep();
    this.rows.set(id, { wokenAt: undefined, calledAt: this.row(id).calledAt });
  }

  private row(id: ModelId): ModelActivity {
    return this.rows.get(id) ?? NEVER;
  }
}
