import { DomainError, FreshCache, type Clock, type ModelId } from '@radiant/kernel';
import {
  isAwake,
  retrySeconds,
  staleWakeBefore,
  thermalRule,
  warmupLeftMs,
  wokenInstances,
  type Model,
  type ModelActivities,
  type ModelRuntime,
  type Registry,
  type RuntimeStanding,
  type ThermalRule,
} from '@radiant/registry';
import type { CallSignals } from '../ports/call-signals.js';
import type { Pause } from '../ports/pause.js';

/** What a runtime says is believed for so long, in ms. */
const STANDING_AGE_MS = 5_000;
const MOST_MODELS = 1_000;
/** How often a model that starts is looked at, in ms. */
const POLL_MS = 500;

/** How many may wait for a model that starts, and how long. */
export class ColdLimits {
  constructor(
    /** Callers of one model on one replica. */
    readonly mostWaiting: number,
    /** For an answer in one piece, in ms. */
    readonly wholeMs: number,
    /** For a stream, which is kept alive meanwhile, in ms. */
    readonly streamMs = 300_000,
  ) {}
}

/** Who waits for a model. */
export interface ColdCaller {
  readonly stream: boolean;
  /** Told before the wait begins: a stream is kept alive from then on. */
  readonly onWaiting?: (() => void) | undefined;
  /** Takes what is to be done when the call is over, however it ends. */
  readonly onOver?: ((listener: () => void) => void) | undefined;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

/** A model that starts, and who waits for it here. */
interface Waking {
  waiting: number;
  /** ms of its warm-up that are left; undefined when nobody knows. */
  leftMs: () => number | undefined;
  /** Resolves when somebody, here or on another replica, is known to have woken it. */
  readonly woken: Promise<void>;
  /** Resolves when it answers calls, or is no longer to be waited for. */
  readonly ready: Promise<void>;
}

/** Sees to it that a model answers before a call goes to it: one that sleeps is woken, once however many wait. */
export class ReadyModels {
  private readonly standings: FreshCache<ModelId, RuntimeStanding | undefined>;
  private readonly waking = new Map<ModelId, Waking>();

  constructor(
    private readonly registry: Registry,
    private readonly runtime: ModelRuntime,
    private readonly activities: ModelActivities,
    private readonly pause: Pause,
    private readonly clock: Clock,
    private readonly limits: ColdLimits,
    private readonly signals: CallSignals,
  ) {
    const options = { maxAgeMs: STANDING_AGE_MS, maxEntries: MOST_MODELS };
    this.standings = new FreshCache(clock, options, async (id) => runtime.standing(await registry.model(id)));
  }

  /**
   * @returns whether the caller has waited: what was decided before (policy, agreements, the model's state) may then no
   * longer hold, and is to be decided again. @throws DomainError `service_unavailable` with the seconds after which the
   * model will be there when it can't be waited for, or when its runtime can't be reached.
   */
  async execute(model: Model, caller: ColdCaller): Promise<boolean> {
    if (!thermalRule(model)) return false;
    const standing = await this.standings.get(model.id);
    if (!standing || isAwake(standing)) return false;
    await this.wait(model, caller);
    return true;
  }

  /** Whether a call may go to the model at once. One that sleeps is woken meanwhile, for calls to come. */
  async isAwake(model: Model): Promise<boolean> {
    const rule = thermalRule(model);
    if (!rule) return true;
    const standing = await this.standings.get(model.id);
    if (!standing || isAwake(standing)) return true;
    if (!this.waking.has(model.id)) await this.claim(model, rule, standing);
    return false;
  }

  private async wait({ id }: Model, { stream, onWaiting, signal }: ColdCaller): Promise<void> {
    const waking = this.waking.get(id) ?? this.begin(id);
    if (waking.waiting >= this.limits.mostWaiting) throw starting(id, waking.leftMs());
    waking.waiting += 1;
    const waited = new AbortController();
    const stop = (): void => waited.abort();
    signal.addEventListener('abort', stop);
    try {
      if (signal.aborted) throw gone();
      await waking.woken;
      const longest = stream ? this.limits.streamMs : this.limits.wholeMs;
      if ((waking.leftMs() ?? 0) > longest) throw starting(id, waking.leftMs());
      onWaiting?.();
      const late = this.pause.wait(longest, waited.signal).then(() => {
        throw signal.aborted ? gone() : starting(id, waking.leftMs());
      });
      await Promise.race([waking.ready, late]);
    } finally {
      signal.removeEventListener('abort', stop);
      waited.abort();
      waking.waiting -= 1;
    }
  }

  private begin(id: ModelId): Waking {
    let told: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (told = resolve));
    const ready = Promise.resolve().then(() => this.wake(id, waking, told)); // once its first caller is counted
    const waking: Waking = { waiting: 0, leftMs: () => undefined, woken: Promise.race([woken, ready]), ready };
    this.waking.set(id, waking);
    const over = (): void => void this.waking.delete(id);
    ready.then(over, over);
    waking.woken.catch(() => undefined); // each caller sees it for itself
    return waking;
  }

  /** Wakes the model unless somebody has, and looks until it is there, for as long as anybody waits. */
  private async wake(id: ModelId, waking: Waking, told: () => void): Promise<void> {
    const never = new AbortController().signal;
    while (waking.waiting > 0) {
      const model = await this.registry.model(id);
      const rule = thermalRule(model);
      const standing = await this.runtime.standing(model);
      if (!rule || rule.state === 'OFF' || !standing || isAwake(standing)) break;
      await this.claim(model, rule, standing);
      const { wokenAt } = await this.activities.of(id);
      if (wokenAt !== undefined) waking.leftMs = () => warmupLeftMs(rule, wokenAt, this.clock.now());
      told();
      await this.pause.wait(POLL_MS, never);
    }
    this.standings.forget(id);
  }

  private async claim(model: Model, rule: ThermalRule, standing: RuntimeStanding): Promise<void> {
    const now = this.clock.now();
    if (!(await this.activities.claimWake(model.id, now, staleWakeBefore(rule, standing, now)))) return;
    const instances = wokenInstances(rule);
    if (standing.wanted >= instances) return; // an operator, or an overdue wake, has asked for it already
    try {
      await this.runtime.scale(model, instances);
      this.signals.woke(model.id);
    } catch (error) {
      await this.activities.withdrawWake(model.id, now);
      throw error;
    }
  }
}

const starting = (model: ModelId, leftMs: number | undefined): DomainError =>
  new DomainError('service_unavailable', `the model ${model} is starting; ask again when retry-after is over`, {
    field: 'model',
    model,
    retryAfterSeconds: retrySeconds(leftMs),
  });

/** Nobody reads it. */
const gone = (): DomainError => new DomainError('service_unavailable', 'the caller has gone away');
