import { Clock, DomainError, IdGenerator, modelId, type Instant, type ModelId } from '@radiant/kernel';
import {
  ModelActivities,
  ModelRuntime,
  Registry,
  RegistryStore,
  type Model,
  type ModelActivity,
  type RegistrySnapshot,
  type RuntimeStanding,
} from '@radiant/registry';
import { BARE_PROVIDER, FULL_MODEL } from '@radiant/registry/testing';
import { Pause } from '../ports/pause.js';

const NOON = Date.UTC(2026, 0, 15, 12);

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Time that passes when a test says so. */
export class TestTime extends Clock {
  private moment = 0;
  private sleepers: Sleeper[] = [];
  readonly pause: Pause = new TimePause(this);

  now(): Instant {
    return NOON + this.moment;
  }

  elapsed(): number {
    return this.moment;
  }

  sleep(until: number, wake: () => void): void {
    this.sleepers.push({ until, wake });
  }

  /** Lets everybody act who is up in these ms. */
  async pass(milliseconds: number, step = 100): Promise<void> {
    for (const end = this.moment + milliseconds; this.moment < end;) {
      this.moment = Math.min(end, this.moment + step);
      const due = this.sleepers.filter(({ until }) => until <= this.moment);
      this.sleepers = this.sleepers.filter(({ until }) => until > this.moment);
      for (const { wake } of due) wake();
      await turns();
    }
  }
}

class TimePause extends Pause {
  constructor(private readonly time: TestTime) {
    super();
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.time.sleep(this.time.elapsed() + ms, resolve);
      signal.addEventListener('abort', () => resolve());
    });
  }
}

/** Enough turns of the queue for everything that waits for nothing. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

/** Starts what is asked of it after its warm-up; counts, and fails when told to. */
export class TestRuntime extends ModelRuntime {
  readonly orders: number[] = [];
  failing = false;
  wanted = 0;
  private readyAt = 0;

  constructor(
    private readonly time: TestTime,
    public warmupMs: number,
  ) {
    super();
  }

  async standing(): Promise<RuntimeStanding | undefined> {
    if (this.failing) throw new DomainError('service_unavailable', 'the runtime is away');
    return { ready: this.time.elapsed() >= this.readyAt ? this.wanted : 0, wanted: this.wanted };
  }

  async scale(_: Model, instances: number): Promise<void> {
    if (this.failing) throw new DomainError('service_unavailable', 'the runtime is away');
    this.orders.push(instances);
    if (this.wanted < instances) this.readyAt = this.time.elapsed() + this.warmupMs;
    this.wanted = instances;
  }
}

/** Of one model. */
export class TestActivities extends ModelActivities {
  activity: ModelActivity = { wokenAt: undefined, calledAt: undefined };
  failing = false;

  async of(): Promise<ModelActivity> {
    return this.activity;
  }

  async claimWake(_: ModelId, at: Instant, staleBefore: Instant): Promise<boolean> {
    const { wokenAt, calledAt } = this.activity;
    if (wokenAt !== undefined && wokenAt > staleBefore) return false;
    this.activity = { wokenAt: at, calledAt };
    return true;
  }

  async withdrawWake(): Promise<void> {
    this.activity = { wokenAt: undefined, calledAt: this.activity.calledAt };
  }

  async called(ids: readonly ModelId[], at: Instant): Promise<void> {
    if (this.failing) throw new DomainError('service_unavailable', 'the database is away');
    if (ids.length > 0) this.activity = { wokenAt: this.activity.wokenAt, calledAt: at };
  }

  async sleep(_: ModelId, idleBefore: Instant, putToSleep: () => Promise<void>): Promise<boolean> {
    const { wokenAt = 0, calledAt = 0 } = this.activity;
    if (wokenAt > idleBefore || calledAt > idleBefore) return false;
    await putToSleep();
    this.activity = { wokenAt: undefined, calledAt: this.activity.calledAt };
    return true;
  }
}

/** A registry of one model, which tests change. */
export class TestRegistry extends RegistryStore {
  model: Model = {
    ...FULL_MODEL,
    id: modelId('own/llama'),
    providerId: BARE_PROVIDER.id,
    status: 'active',
    thermalState: 'AUTOMATIC',
    thermalConfig: {
      state: 'AUTOMATIC',
      minInstances: 0,
      maxInstances: 4,
      scaleToZeroAfterMinutes: 15,
      warmupTimeSeconds: 20,
    },
  };

  async load(): Promise<RegistrySnapshot> {
    return { providers: [BARE_PROVIDER], models: [this.model], agreements: [], rules: [] };
  }

  registry(time: TestTime): Registry {
    return new Registry(this, time, new NoIds());
  }
}

class NoIds extends IdGenerator {
  uuid(): string {
    throw new TypeError('no id is asked for here');
  }
  integer(from: number): number {
    return from;
  }
}
