import type { OpenStream, OpenStreams } from '@radiant/billing';
import { lastingKey } from '@radiant/identity';
import { DomainError } from '@radiant/kernel';
import type { CallFacts } from './inference-call.js';
import type { Pause } from './ports/pause.js';

/** A stream counts for so long, in ms, unless it is renewed: as long as the places of a process that died are lost. */
const LEASE_MS = 60_000;
/** A stream's end waits for its place to be given back, so that whoever has read it may open the next; so many ms at most. */
const LONGEST_WAIT_MS = 1_000;

/** Gives a place back. More than once is harmless; it never fails. */
export type GiveBack = () => Promise<void>;

const HAS_NONE: GiveBack = async () => undefined;

/** The streams that keys may have at a time, over all replicas. Keys without such a limit cost the store nothing. */
export class StreamPlaces {
  /** Of this process. */
  private readonly held = new Set<OpenStream>();
  /** Over, while the store may think otherwise. */
  private over: OpenStream[] = [];

  constructor(
    private readonly streams: OpenStreams,
    private readonly pause: Pause,
  ) {}

  /**
   * Takes one of the places of the call's key, which a rotated key shares with its successors. @returns gives it back.
   * @throws DomainError `rate_limited` when all are taken; `service_unavailable`: nobody is let in uncounted.
   */
  async open({ principal, requestId }: Pick<CallFacts, 'principal' | 'requestId'>): Promise<GiveBack> {
    const { tenantId, limits } = principal;
    const apiKeyId = lastingKey(principal);
    const most = limits?.concurrentStreams;
    if (apiKeyId === undefined || most === undefined) return HAS_NONE;
    const stream: OpenStream = { tenantId, apiKeyId, requestId };
    if (!(await this.opened(stream, most))) {
      throw new DomainError('rate_limited', `this key may have ${most} streams at a time`, {
        limit: 'concurrent_streams',
        retryAfterSeconds: 1,
      });
    }
    this.held.add(stream);
    return () => this.giveBack(stream);
  }

  /**
   * Keeps the places of streams that are open, and gives back what could not be given back before; for a timer to call,
   * several times a minute. @throws DomainError `service_unavailable`.
   */
  async renew(): Promise<void> {
    const { over } = this;
    this.over = []; // what fails once more lapses
    const closed = over.length > 0 && this.streams.close(over);
    const renewed = this.held.size > 0 && this.streams.renew([...this.held], LEASE_MS);
    await Promise.all([closed, renewed]);
  }

  /** Gives everything back: the process ends. @throws as `renew`. */
  async leave(): Promise<void> {
    this.over.push(...this.held);
    this.held.clear();
    await this.renew();
  }

  private async opened(stream: OpenStream, most: number): Promise<boolean> {
    try {
      return await this.streams.open(stream, most, LEASE_MS);
    } catch (error) {
      this.over.push(stream); // it may have been opened before the store fell silent
      throw error;
    }
  }

  private async giveBack(stream: OpenStream): Promise<void> {
    if (!this.held.delete(stream)) return;
    const closed = new AbortController();
    await Promise.race([this.close(stream), this.pause.wait(LONGEST_WAIT_MS, closed.signal)]);
    closed.abort();
  }

  private async close(stream: OpenStream): Promise<void> {
    try {
      await this.streams.close([stream]);
    } catch {
      this.over.push(stream);
    }
  }
}
