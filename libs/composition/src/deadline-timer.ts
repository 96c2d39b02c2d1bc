import { Deadline } from '@radiant/audit';
import { DomainError } from '@radiant/kernel';

/** Waits on a timer of the process. */
export class DeadlineTimer extends Deadline {
  async within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DomainError('service_unavailable', 'the deadline has passed')), milliseconds);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
