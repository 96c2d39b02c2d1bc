import type { AuditDetails } from '@radiant/kernel';
import type { Shielded } from '@radiant/phi';
import type { Unscannable } from './protection/attachments.js';
import type { OpenedReceipt } from './receipts/receipt.js';

/** What the trail says of a call that is about to leave, beside its fixed fields. */
export interface DepartureFacts {
  readonly shielded: Pick<Shielded, 'mappingId'>;
  readonly restores: boolean;
  /** What nothing could look into. */
  readonly unscannable: Unscannable | undefined;
  /** `down`: the rules did alone. */
  readonly secondOpinion: 'down' | undefined;
  readonly receipt: Pick<OpenedReceipt, 'id' | 'outboundSha256'>;
}

export const departureDetails = (facts: DepartureFacts): AuditDetails => ({
  restored: facts.restores,
  mapping: facts.shielded.mappingId ?? null,
  receipt: facts.receipt.id,
  outboundSha256: facts.receipt.outboundSha256,
  ...unscannableDetails(facts.unscannable),
  ...(facts.secondOpinion && { secondOpinion: facts.secondOpinion }),
});

/** What was done with parts that can't be searched, and how many of each kind there were. */
export const unscannableDetails = (unscannable: Unscannable | undefined): AuditDetails =>
  unscannable === undefined
    ? {}
    : {
        unscannable: unscannable.rule,
        ...Object.fromEntries([...unscannable.counts].map(([kind, count]) => [`unscannable.${kind}`, count])),
      };
