import type { Instant } from '@radiant/kernel';
import type { Agreement, AgreementId } from './agreement.js';

/** Days before its end at which an agreement is warned of; 0: it has ended. */
export const WARNING_DAYS = [0, 1, 7, 30] as const;
export type WarningDays = (typeof WARNING_DAYS)[number];

const DAY_MS = 86_400_000;
/** What ended longer ago is history. */
const LATEST_MS = 30 * DAY_MS;

/** One warning of one end: an agreement whose end is moved is warned of anew. */
export interface AgreementWarning {
  readonly agreementId: AgreementId;
  /** The end that it is about. */
  readonly expiresAt: Instant;
  readonly daysBefore: WarningDays;
  readonly raisedAt: Instant;
}

/** The warning that is due; undefined when none is: the end is far, or somebody has set it knowing that it was there. */
export function dueWarning(agreement: Agreement, now: Instant): WarningDays | undefined {
  const { effectiveFrom, expiresAt, updatedAt } = agreement;
  if (effectiveFrom > now || expiresAt <= updatedAt || expiresAt + LATEST_MS <= now) return undefined;
  return WARNING_DAYS.find((days) => expiresAt - now <= days * DAY_MS);
}
