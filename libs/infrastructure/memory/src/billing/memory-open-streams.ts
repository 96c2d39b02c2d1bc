import { OpenStreams, type OpenStream } from '@radiant/billing';
import type { ApiKeyId, Clock, RequestId, TenantId } from '@radiant/kernel';

interface Kept {
  readonly tenantId: TenantId;
  readonly apiKeyId: ApiKeyId;
  readonly requestId: RequestId;
  /** Reading of `Clock.elapsed()`. */
  readonly until: number;
}

/** Streams of this process. */
export class MemoryOpenStreams extends OpenStreams {
  private readonly streams = new Map<string, Kept>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async open(stream: OpenStream, most: number, forMs: number): Promise<boolean> {
    const { tenantId, apiKeyId, requestId } = stream;
    const others = [...this.streams.values()].filter(
      (other) =>
        other.tenantId === tenantId &&
        other.apiKeyId === apiKeyId &&
        other.requestId !== requestId &&
        other.until > this.clock.elapsed(),
    );
    if (others.length >= most) return false;
    this.keep(stream, forMs);
    return true;
  }

  async renew(streams: readonly OpenStream[], forMs: number): Promise<void> {
    for (const stream of streams) this.keep(stream, forMs);
  }

  async close(streams: readonly OpenStream[]): Promise<void> {
    for (const stream of streams) this.streams.delete(nameOf(stream));
  }

  private keep(stream: OpenStream, forMs: number): void {
    const { tenantId, apiKeyId, requestId } = stream;
    this.streams.set(nameOf(stream), { tenantId, apiKeyId, requestId, until: this.clock.elapsed() + forMs });
  }
}

const nameOf = ({ tenantId, apiKeyId, requestId }: OpenStream): string => `${tenantId} ${apiKeyId} ${requestId}`;
