import type { Instant } from '@radiant/kernel';
import type { Model, ThermalState } from '../model.js';

/** Where the model says nothing. */
const WARMUP_SECONDS = 60;
/** A model that is COLD sleeps again after this many idle minutes unless it says otherwise. */
const COLD_IDLE_MINUTES = 15;
/** A wake that overruns its warm-up is asked for again after this many times of it. */
const OVERDUE = 2;
/** A runtime shows what it was asked for after this many ms at most; later, the wake was lost. */
const TAKEN_UP_MS = 15_000;
/** What a caller is told to wait when nobody can say how long it takes. */
const UNKNOWN_SECONDS = 10;
const LONGEST_RETRY_SECONDS = 60;
const MINUTE_MS = 60_000;

/** How many instances of a model a runtime has. */
export interface RuntimeStanding {
  /** Those that answer calls. */
  readonly ready: number;
  /** Those that it was asked for. */
  readonly wanted: number;
}

/** What all replicas know of a model's days. */
export interface ModelActivity {
  /** When it was last woken; undefined since it was last put to sleep. */
  readonly wokenAt: Instant | undefined;
  /** When a call was last under way, give or take what the replicas' noting takes. */
  readonly calledAt: Instant | undefined;
}

/** How a model is to be kept running. */
export interface ThermalRule {
  readonly state: ThermalState;
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Undefined: it never sleeps by itself. */
  readonly idleMs: number | undefined;
  readonly warmupMs: number;
}

/**
 * The rule of a model; undefined when nothing is said: it always runs. What `thermal_state` says goes before
 * `thermal_config.state`.
 */
export function thermalRule({ thermalState, thermalConfig }: Model): ThermalRule | undefined {
  const state = thermalState ?? thermalConfig?.state;
  if (state === undefined) return undefined;
  const minutes = thermalConfig?.scaleToZeroAfterMinutes ?? (state === 'COLD' ? COLD_IDLE_MINUTES : undefined);
  const minInstances = thermalConfig?.minInstances ?? 0;
  return {
    state,
    minInstances,
    maxInstances: Math.max(thermalConfig?.maxInstances ?? 1, minInstances, 1),
    idleMs: minutes === undefined ? undefined : minutes * MINUTE_MS,
    warmupMs: (thermalConfig?.warmupTimeSeconds ?? WARMUP_SECONDS) * 1_000,
  };
}

/** Whether it answers calls now. One that is being put to sleep does not any more. */
export const isAwake = ({ ready, wanted }: RuntimeStanding): boolean => ready > 0 && wanted > 0;

/** How many instances a call wakes it to. */
export function wokenInstances({ state, minInstances, maxInstances }: ThermalRule): number {
  switch (state) {
    case 'OFF':
      return 0;
    case 'COLD':
      return 1;
    case 'WARM':
    case 'AUTOMATIC':
      return Math.max(1, minInstances);
    case 'HOT':
      return maxInstances;
  }
}

/** What is to be asked of a runtime. */
export interface ThermalOrder {
  readonly instances: number;
  /** Only if nobody has called or woken the model after this moment; undefined: whoever calls. */
  readonly idleBefore: Instant | undefined;
}

/**
 * What a model needs now, undefined when it has it:
 * OFF no instance; COLD none unless calls keep it awake; WARM the fewest, one at least; HOT the most; AUTOMATIC the
 * fewest once it has been idle, else what it has, within its bounds.
 */
export function thermalOrder(
  rule: ThermalRule,
  { wanted }: RuntimeStanding,
  activity: ModelActivity,
  now: Instant,
): ThermalOrder | undefined {
  const before = rule.idleMs === undefined ? undefined : now - rule.idleMs;
  const fewest = fewestInstances(rule);
  const order = isIdle(activity, before)
    ? { instances: fewest, idleBefore: before }
    : { instances: Math.min(Math.max(wanted, fewest), mostInstances(rule)), idleBefore: undefined };
  return order.instances === wanted ? undefined : order;
}

function fewestInstances({ state, minInstances, maxInstances }: ThermalRule): number {
  switch (state) {
    case 'OFF':
    case 'COLD':
      return 0;
    case 'WARM':
      return Math.max(1, minInstances);
    case 'HOT':
      return maxInstances;
    case 'AUTOMATIC':
      return minInstances;
  }
}

function mostInstances(rule: ThermalRule): number {
  switch (rule.state) {
    case 'OFF':
    case 'WARM':
    case 'HOT':
      return fewestInstances(rule);
    case 'COLD':
    case 'AUTOMATIC':
      return rule.maxInstances;
  }
}

const isIdle = ({ wokenAt = 0, calledAt = 0 }: ModelActivity, before: Instant | undefined): boolean =>
  before !== undefined && wokenAt <= before && calledAt <= before;

/** The moment before which a wake no longer counts, as seen now: it was lost, or takes far longer than it should. */
export function staleWakeBefore({ warmupMs }: ThermalRule, { wanted }: RuntimeStanding, now: Instant): Instant {
  return now - (wanted === 0 ? TAKEN_UP_MS : Math.max(TAKEN_UP_MS, warmupMs * OVERDUE));
}

/** What is left of the warm-up in ms; undefined when it takes longer than it should. */
export function warmupLeftMs({ warmupMs }: ThermalRule, wokenAt: Instant, now: Instant): number | undefined {
  const left = wokenAt + warmupMs - now;
  return left > 0 ? left : undefined;
}

/** As `Retry-After` says it: whole seconds, 1 to 60. */
export const retrySeconds = (leftMs: number | undefined): number =>
  leftMs === undefined ? UNKNOWN_SECONDS : Math.min(LONGEST_RETRY_SECONDS, Math.max(1, Math.ceil(leftMs / 1_000)));
