import type { AuditTrail, Clock, IdGenerator } from '@radiant/kernel';
import { FailedAuthentications, type Log, whyFailed } from '@radiant/nest-kit';
import { repeat } from './repeated.js';

/** How long failures of one place are counted before their number is written down, about. */
const SUMMARY_EVERY_MS = 60_000;

export interface FailedAuthenticationParts {
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly log: Log;
}

/** What notes failed authentications; `close` writes what is counted and not yet written. */
export function openFailedAuthentications({ trail, clock, ids, log }: FailedAuthenticationParts) {
  const noted = new FailedAuthentications(trail, clock, ids, log);
  const summaries = repeat(
    () => noted.summarise(),
    SUMMARY_EVERY_MS,
    (error) => log.error('failed authentications could not be summarised', whyFailed(error)),
  );
  return {
    noted,
    async close(): Promise<void> {
      await summaries.stop();
      await noted.summarise();
    },
  };
}
