import type { OpenStream } from '../open-stream.js';

/**
 * Which streams are open of keys that may have so many at a time, as all replicas count them. What one process asks is
 * done in the order in which it asks, whatever it waits for.
 */
export abstract class OpenStreams {
  /**
   * Opens a stream for so many ms, unless `most` others of its key are open; opened again, it is the same stream. Where it
   * fails it may be open all the same. @returns whether it is open. @throws DomainError `service_unavailable`.
   */
  abstract open(stream: OpenStream, most: number, forMs: number): Promise<boolean>;
  /**
   * Says of streams, of any tenants, that they are open for so many ms more, those included whose time had run out: they
   * count again, even where others took their places. @throws as `open`.
   */
  abstract renew(streams: readonly OpenStream[], forMs: number): Promise<void>;
  /** Closes streams of any tenants; those that are not open stay so. @throws as `open`. */
  abstract close(streams: readonly OpenStream[]): Promise<void>;
}
