import { DomainError } from '@radiant/kernel';

/** Hands lines of RFC 5424 to a receiver. Syslog has no acknowledgements: what the network took is all that can be known. */
export abstract class SyslogSender {
  /**
   * Resolves when the network took the lines, in their order. A sender that lost its connection opens one at the next
   * call. Calls wait for one another.
   * @param lines without line breaks.
   * @throws DomainError `service_unavailable` when the receiver does not take them in time, and, once, when the
   * connection was lost since the last call: earlier lines, as many as its buffers hold, may not have arrived.
   */
  abstract send(lines: readonly string[]): Promise<void>;

  /** Gives the receiver what the network still holds, and ends. */
  abstract close(): Promise<void>;
}

export const unanswered = (cause?: unknown): DomainError =>
  new DomainError('service_unavailable', 'the syslog receiver does not answer', { retryAfterSeconds: 1 }, { cause });

/** Rejects when the time is over, having done `late`. @throws DomainError `service_unavailable`; what `work` throws. */
export async function within<Result>(milliseconds: number, work: Promise<Result>, late: () => void): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late();
      reject(unanswered());
    }, milliseconds);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** One call after the other. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
