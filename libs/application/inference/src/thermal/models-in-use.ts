import type { Clock, ModelId } from '@radiant/kernel';
import type { ModelActivities } from '@radiant/registry';

/** Which models this replica's calls use, so that none is put to sleep under a call. Costs a call no query. */
export class ModelsInUse {
  private readonly running = new Map<ModelId, number>();
  /** Since they were last noted. */
  private touched = new Set<ModelId>();

  constructor(
    private readonly activities: ModelActivities,
    private readonly clock: Clock,
  ) {}

  /** A call begins. @returns what tells that it has ended. */
  begin(id: ModelId): () => void {
    this.touched.add(id);
    this.running.set(id, (this.running.get(id) ?? 0) + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.touched.add(id);
      const left = (this.running.get(id) ?? 1) - 1;
      if (left > 0) this.running.set(id, left);
      else this.running.delete(id);
    };
  }

  /**
   * Notes for all replicas what was used since the last time, for a timer to call.
   * @throws DomainError `service_unavailable`.
   */
  async note(): Promise<void> {
    const { touched } = this;
    this.touched = new Set(this.running.keys());
    try {
      await this.activities.called([...new Set([...touched, ...this.touched])], this.clock.now());
    } catch (error) {
      for (const id of touched) this.touched.add(id);
      throw error;
    }
  }
}
