/** The end of waiting, so that tests decide when it comes. */
export abstract class Deadline {
  /**
   * What `work` brings, if it brings it within `milliseconds`. Work that is late goes on, and what becomes of it is
   * ignored: it is never an unhandled rejection.
   * @throws DomainError `service_unavailable` when the time is over; what `work` throws.
   */
  abstract within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result>;
}
