import type { Instant, ModelId } from '@radiant/kernel';

/** One model that a rule may lead to. */
export interface RoutingTarget {
  readonly modelId: ModelId;
  /** 0 comes first; a higher number is a fallback of what is below it. */
  readonly priority: number;
  /** Share among targets of the same priority, 1 to 1000. */
  readonly weight: number;
}

/** Where calls for a name go: an alias, or a model's own id that is given fallbacks. Nothing is a fallback unless a rule says so. */
export interface RoutingRule {
  /** What callers ask for. */
  readonly name: string;
  readonly targets: readonly RoutingTarget[];
  /** Counts its changes from 1; the ETag. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A whole number from 0 to below `below`, each as likely as the other. */
export type Draw = (below: number) => number;

/** The models of a rule in the order in which they are tried: by priority, then drawn by weight. */
export function targetOrder(targets: readonly RoutingTarget[], draw: Draw): readonly ModelId[] {
  const priorities = [...new Set(targets.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.flatMap((priority) =>
    drawn(
      targets.filter((target) => target.priority === priority),
      draw,
    ),
  );
}

function drawn(targets: readonly RoutingTarget[], draw: Draw): ModelId[] {
  const [first, ...others] = targets;
  if (!first) return [];
  if (others.length === 0) return [first.modelId];
  const total = targets.reduce((sum, { weight }) => sum + weight, 0);
  let left = draw(total);
  const chosen = targets.find(({ weight }) => (left -= weight) < 0) ?? first;
  return [
    chosen.modelId,
    ...drawn(
      targets.filter((target) => target !== chosen),
      draw,
    ),
  ];
}
