import { StreamPlaces, type Pause } from '@radiant/inference';
import { type Log, whyFailed } from '@radiant/nest-kit';
import { PostgresOpenStreams } from '@radiant/postgres';
import type { Database } from './open-database.js';
import { repeat } from './repeated.js';

/** Often enough that a place is kept although the database is away for most of a minute. */
const RENEW_EVERY_MS = 10_000;

export interface StreamPlacesParts {
  readonly database: Database;
  readonly pause: Pause;
  readonly log: Log;
}

/** The streams that keys may have at a time, and what keeps the places of those that are open. */
export function openStreamPlaces({ database, pause, log }: StreamPlacesParts) {
  const places = new StreamPlaces(new PostgresOpenStreams(database.unitOfWork), pause);
  const renewing = repeat(
    () => places.renew(),
    RENEW_EVERY_MS,
    (error) => log.warn('the places of open streams could not be kept', whyFailed(error)),
  );
  return {
    places,
    async close(): Promise<void> {
      await renewing.stop();
      await places.leave().catch(() => undefined); // they lapse soon
    },
  };
}
