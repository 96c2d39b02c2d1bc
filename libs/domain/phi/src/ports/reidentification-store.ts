import type { Instant, Page, Slice } from '@radiant/kernel';
import type {
  Reidentification,
  ReidentificationId,
  ReidentificationOfText,
  ReidentificationStatus,
} from '../reidentification.js';

export interface ReidentificationFilter {
  /** As it is at `now`. */
  readonly status: ReidentificationStatus;
  readonly now: Instant;
}

export interface ReidentificationDecision {
  readonly status: 'approved' | 'denied';
  /** Never the one who asked. */
  readonly decidedBy: string;
  readonly decidedAt: Instant;
  readonly reason: string;
}

/**
 * The requests of one tenant to see originals, handed out by a transaction that belongs to it: it shows and takes nothing
 * of another tenant. Texts that are stored sealed read as empty once the tenant's key was destroyed; the text that was to
 * be opened also some time after its request was denied or expired.
 */
export abstract class ReidentificationStore {
  /** Newest first, without the texts that are to be opened. */
  abstract list(slice: Slice, filter?: ReidentificationFilter): Promise<Page<Reidentification>>;

  abstract find(id: ReidentificationId): Promise<ReidentificationOfText | undefined>;

  /** A pending one. @throws DomainError `conflict` when the id is taken; the transaction can go on. */
  abstract add(request: ReidentificationOfText): Promise<void>;

  /** @returns false when it is not there, decided already, or expired at `decidedAt`; then nothing changes. */
  abstract decide(id: ReidentificationId, decision: ReidentificationDecision): Promise<boolean>;
}
