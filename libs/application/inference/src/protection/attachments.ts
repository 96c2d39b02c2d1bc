import { DomainError } from '@radiant/kernel';
import type { PhiPolicy } from '@radiant/phi';
import {
  unscannableName,
  unscannableParts,
  withoutUnscannable,
  type Message,
  type UnscannableKind,
  type UnscannablePart,
} from '@radiant/protocol';

/** What a call held that nothing could look into: kinds and counts, for the audit trail. */
export interface Unscannable {
  readonly rule: PhiPolicy['unscannable'];
  readonly counts: ReadonlyMap<UnscannableKind | 'embedded', number>;
}

/** Messages as they may leave. */
export interface CoveredMessages {
  readonly messages: readonly Message[];
  /** Undefined when every part can be searched. */
  readonly unscannable: Unscannable | undefined;
  /** Where the model is to fetch what passes. */
  readonly addressed: readonly UnscannablePart[];
}

/** The messages by the rule for unscannable parts; whether the call is to be refused is said by `refuseUnscannable`. */
export function coverAttachments(messages: readonly Message[], rule: PhiPolicy['unscannable']): CoveredMessages {
  const parts = unscannableParts(messages);
  if (parts.length === 0) return { messages, unscannable: undefined, addressed: [] };
  const counts = new Map<UnscannableKind, number>();
  for (const { kind } of parts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return {
    messages: rule === 'strip' ? withoutUnscannable(messages) : messages,
    unscannable: { rule, counts },
    addressed: rule === 'allow' ? parts.filter(({ address }) => address !== undefined) : [],
  };
}

/** The same with data within texts that is no text. */
export function withEmbedded(
  unscannable: Unscannable | undefined,
  embedded: number,
  rule: PhiPolicy['unscannable'],
): Unscannable | undefined {
  if (embedded === 0) return unscannable;
  return { rule, counts: new Map([...(unscannable?.counts ?? []), ['embedded' as const, embedded]]) };
}

/** @throws DomainError `phi_policy_blocked` naming the first part, where the rule is to block. */
export function refuseUnscannable(messages: readonly Message[], rule: PhiPolicy['unscannable']): void {
  const [part] = rule === 'block' ? unscannableParts(messages) : [];
  if (!part) return;
  const { path: field, kind } = part;
  throw new DomainError('phi_policy_blocked', `${field} is ${unscannableName(kind)}, which can't be scanned for PHI`, {
    field,
    kind,
  });
}

/** What a refusal by `refuseUnscannable` was about; undefined for another one. */
export const blockedParts = (messages: readonly Message[], { facts }: DomainError): Unscannable | undefined =>
  facts['kind'] === undefined || facts['kind'] === 'embedded'
    ? undefined
    : coverAttachments(messages, 'block').unscannable;
