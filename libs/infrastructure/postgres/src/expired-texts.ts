import type { Instant } from '@radiant/kernel';
import type { UnitOfWork } from './unit-of-work.js';

/** Takes away texts that nobody may open any more, for a timer to call. Its connection must be of the administration's role. */
export class ExpiredTexts {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Those of requests to see originals that were denied or have expired, except under a legal hold. What is taken away
   * for good must have expired by the database's clock as well, here and in the other stores. Who finds another
   * process at it does nothing. @returns how many. @throws DomainError `service_unavailable`.
   */
  async forget(now: Instant): Promise<number> {
    const [row] = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly { readonly forgotten: number }[]>(
        'select forget_reidentified_texts(least($1, now())) as forgotten',
        [new Date(now)],
      ),
    );
    return row?.forgotten ?? 0;
  }
}
