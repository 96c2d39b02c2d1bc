import { OpenStreams, type OpenStream } from '@radiant/billing';
import { DomainError, GroupCommit } from '@radiant/kernel';
import type { UnitOfWork } from './unit-of-work.js';

interface Pending {
  readonly kind: 'open' | 'renew' | 'close';
  readonly streams: readonly OpenStream[];
  readonly most?: number;
  readonly forMs?: number;
  done?: boolean;
}

/** Streams as all replicas count them; what comes together is done by one statement, one after the other. */
export class PostgresOpenStreams extends OpenStreams {
  /** One writer keeps the order, and a flood of streams to one connection. */
  private readonly batches = new GroupCommit<Pending>({ maxBatch: 200, writers: 1, maxWaiting: 20_000 }, (batch) =>
    this.keep(batch),
  );

  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async open(stream: OpenStream, most: number, forMs: number): Promise<boolean> {
    const pending: Pending = { kind: 'open', streams: [stream], most, forMs };
    await this.batches.add(pending);
    if (pending.done === undefined) throw new DomainError('service_unavailable', 'a stream was not decided on');
    return pending.done;
  }

  async renew(streams: readonly OpenStream[], forMs: number): Promise<void> {
    await this.batches.add({ kind: 'renew', streams, forMs });
  }

  async close(streams: readonly OpenStream[]): Promise<void> {
    await this.batches.add({ kind: 'close', streams });
  }

  private async keep(batch: readonly Pending[]): Promise<void> {
    const answers = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly { readonly done: boolean }[]>('select done from keep_streams($1::json)', [
        JSON.stringify(batch.map(row)),
      ]),
    );
    for (const [place, pending] of batch.entries()) pending.done = answers[place]?.done;
  }
}

const row = ({ kind, streams, most, forMs }: Pending): object => ({
  kind,
  most,
  lease_ms: forMs,
  streams: streams.map(({ tenantId, apiKeyId, requestId }) => ({
    tenant_id: tenantId,
    api_key_id: apiKeyId,
    request_id: requestId,
  })),
});
