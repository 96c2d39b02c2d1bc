import type { Clock } from '@radiant/kernel';
import { type Log, whyFailed } from '@radiant/nest-kit';
import { ExpiredTexts } from '@radiant/postgres';
import type { Database } from './open-database.js';
import { repeat, type Repeated } from './repeated.js';

/** How long a text outlives its request at most, about. */
const FORGET_EVERY_MS = 5 * 60_000;

/** Takes away the sealed texts of requests that were denied or have expired. */
export function openExpiredTexts({ unitOfWork }: Database, clock: Clock, log: Log): Repeated {
  const texts = new ExpiredTexts(unitOfWork);
  const forgetting = repeat(
    async () => void (await texts.forget(clock.now())),
    FORGET_EVERY_MS,
    (error) => log.error('expired texts could not be taken away', whyFailed(error)),
  );
  forgetting.soon();
  return forgetting;
}
