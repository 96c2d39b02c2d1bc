import type { Instant, ModelId } from '@radiant/kernel';

/** One model that a rule may lead to. */
export interface RoutingTarget {
  readonly modelId: ModelId;
  /** 0 comes first; a higher number is a fallback of what is below it. */
  readonly priority: number;
  /** Share among targets of the same priority, 1 to 1000. */
  readonly weight: number;
}

/** `share`: by weight. `quick`: by weight, and those that answer sooner more often. */
export const TARGET_PREFERENCES = ['share', 'quick'] as const;
export type TargetPreference = (typeof TARGET_PREFERENCES)[number];

/**
 * Where calls for a name go: an alias, or a model's own id that is given fallbacks. Nothing is a fallback unless a rule
 * says so.
 */
export interface RoutingRule {
  /** What callers ask for. */
  readonly name: string;
  readonly targets: readonly RoutingTarget[];
  readonly prefer: TargetPreference;
  /** Counts its changes from 1; the ETag. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** How the targets of one priority are put in order for one call. */
export interface Lots {
  /** Evenly spread over (0, 1]. What is one conversation's must draw the same for a model each time. */
  draw(model: ModelId): number;
  /** How soon the model's provider began to answer of late, in ms; undefined: nobody knows. */
  firstByteMs(model: ModelId): number | undefined;
}

/**
 * The models of a rule in the order in which they are tried: by priority, then by lot. A target's lot comes first as often
 * as its weight says (an exponential race: the order that drawing one after the other without putting back would give);
 * another weight moves those calls alone that it has to.
 */
export function targetOrder(
  { targets, prefer }: Pick<RoutingRule, 'targets' | 'prefer'>,
  lots: Lots,
): readonly ModelId[] {
  const priorities = [...new Set(targets.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.flatMap((priority) => {
    const equals = targets.filter((target) => target.priority === priority);
    if (equals.length === 1) return equals.map(({ modelId }) => modelId);
    const share = prefer === 'quick' ? byQuickness(equals, lots) : ({ weight }: RoutingTarget) => weight;
    return equals
      .map((target) => ({ modelId: target.modelId, arrival: -Math.log(lots.draw(target.modelId)) / share(target) }))
      .sort((a, b) => a.arrival - b.arrival)
      .map(({ modelId }) => modelId);
  });
}

/** Who takes twice as long gets a quarter of the share: quick ones are preferred, and slow ones still asked how they are. */
function byQuickness(targets: readonly RoutingTarget[], lots: Lots): (target: RoutingTarget) => number {
  const times = new Map(targets.map(({ modelId }) => [modelId, lots.firstByteMs(modelId)]));
  const quickest = Math.max(1, Math.min(...[...times.values()].filter((time) => time !== undefined)));
  return ({ modelId, weight }) => weight * Math.min(1, quickest / (times.get(modelId) ?? quickest)) ** 2;
}

/** What the calls of one session draw their lots by. */
export const conversationOf = (tenant: string, session: string): string => `${tenant}#${session.toLowerCase()}`;

/** 2^32. */
const LOTS = 4_294_967_296;

/** A lot in (0, 1] that is the same for the same texts on every machine (FNV-1a with murmur3's mixing at the end). */
export function lotOf(conversation: string, model: ModelId): number {
  let hash = 0x811c9dc5;
  for (const character of `${conversation}#${model}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 1) / LOTS;
}
