import type { Instant, ModelId, Page, RequestId, Slice } from '@radiant/kernel';
import type { Correction, CorrectionReason, StandingCall } from '../corrections/correction.js';
import type { CorrectionId } from '../corrections/correction-id.js';
import type { CorrectionFigures } from '../corrections/correction-tally.js';
import type { Period } from './usage-reports.js';

/** Corrections that were made together. */
export interface CorrectionRun {
  readonly id: CorrectionId;
  readonly reason: CorrectionReason;
  /** What was asked for, alike for alike; at most 4,000 characters of ids, days and numbers. */
  readonly asked: string;
  readonly figures: CorrectionFigures;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

/** Corrections of one tenant's calls, within a transaction of it. */
export abstract class CorrectionStore {
  /** Newest first. */
  abstract list(slice: Slice): Promise<Page<CorrectionRun>>;
  abstract find(id: CorrectionId): Promise<CorrectionRun | undefined>;
  abstract call(requestId: RequestId): Promise<StandingCall | undefined>;
  /** The calls of a model that were admitted in the period; memory does not grow with them. */
  abstract calls(modelId: ModelId, period: Period): AsyncIterable<StandingCall>;
  /** @throws DomainError `conflict` when the id is taken. */
  abstract add(run: CorrectionRun): Promise<void>;
  /**
   * Posts reversals and corrections; usage, reports and budgets follow. No row that stands is changed.
   * @throws DomainError `conflict` when one of the calls is none of the tenant's, is an estimate, or does not stand as it
   * was read.
   */
  abstract post(id: CorrectionId, corrections: readonly Correction[]): Promise<void>;
}
