import type { Instant, ModelId } from '@radiant/kernel';

/** What a tenant's bill adds to the cost of a model, or of all, from a moment on. It never changes: another one follows. */
export interface TenantMarkup {
  /** Counted from 1 per tenant; pinned in every usage row that it made. */
  readonly version: number;
  /** Undefined: every model that has none of its own. */
  readonly modelId: ModelId | undefined;
  /** 4000 means 40 %. Undefined: none any more, so that of all models holds, or else the price's. */
  readonly basisPoints: number | undefined;
  readonly effectiveFrom: Instant;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

/** A markup that a call is billed with. */
export interface MarkupInForce {
  readonly version: number;
  readonly basisPoints: number;
}

/** That of the model, else that of all models; undefined: the price's own holds. @param markups of one tenant. */
export function markupInForce(
  markups: readonly TenantMarkup[],
  modelId: ModelId,
  now: Instant,
): MarkupInForce | undefined {
  for (const scope of [modelId, undefined]) {
    const latest = latestOf(markups, scope, now);
    if (latest?.basisPoints !== undefined) return { version: latest.version, basisPoints: latest.basisPoints };
  }
  return undefined;
}

/** The one of a scope that began last; of one moment, the newest. */
export const latestOf = (
  markups: readonly TenantMarkup[],
  scope: ModelId | undefined,
  now: Instant,
): TenantMarkup | undefined =>
  markups
    .filter(({ modelId, effectiveFrom }) => modelId === scope && effectiveFrom <= now)
    .reduce<TenantMarkup | undefined>(
      (latest, next) =>
        latest === undefined ||
        next.effectiveFrom > latest.effectiveFrom ||
        (next.effectiveFrom === latest.effectiveFrom && next.version > latest.version)
          ? next
          : latest,
      undefined,
    );
