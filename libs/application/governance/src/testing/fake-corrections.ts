import {
  CorrectionStore,
  type Correction,
  type CorrectionId,
  type CorrectionRun,
  type Period,
  type StandingCall,
} from '@radiant/billing';
import { DomainError, type ModelId, type Page, type RequestId, type Slice, type TenantId } from '@radiant/kernel';

export interface FakeStandingCall extends StandingCall {
  readonly tenantId: TenantId;
}

export interface FakeCorrectionRun {
  readonly tenantId: TenantId;
  readonly run: CorrectionRun;
}

/** A call takes the figures of its correction. */
export class FakeCorrections extends CorrectionStore {
  constructor(
    private readonly runs: FakeCorrectionRun[],
    private readonly all: FakeStandingCall[],
    private readonly tenantId: TenantId,
  ) {
    super();
  }

  async list({ limit, offset }: Slice): Promise<Page<CorrectionRun>> {
    const own = this.runs.filter(({ tenantId }) => tenantId === this.tenantId).map(({ run }) => run);
    return { items: own.toReversed().slice(offset, offset + limit), total: own.length };
  }

  async find(id: CorrectionId): Promise<CorrectionRun | undefined> {
    return this.runs.find(({ tenantId, run }) => tenantId === this.tenantId && run.id === id)?.run;
  }

  async call(id: RequestId): Promise<StandingCall | undefined> {
    return this.all.find(({ tenantId, requestId }) => tenantId === this.tenantId && requestId === id);
  }

  async *calls(model: ModelId, { from, to }: Period): AsyncGenerator<StandingCall> {
    yield* this.all.filter(
      ({ tenantId, modelId, createdAt }) =>
        tenantId === this.tenantId && modelId === model && from <= createdAt && createdAt < to,
    );
  }

  async add(run: CorrectionRun): Promise<void> {
    this.runs.push({ tenantId: this.tenantId, run });
  }

  async post(_: CorrectionId, corrections: readonly Correction[]): Promise<void> {
    for (const { requestId, after } of corrections) {
      const place = this.all.findIndex((call) => call.tenantId === this.tenantId && call.requestId === requestId);
      const call = this.all[place];
      if (!call) throw new DomainError('conflict', 'a call was changed meanwhile');
      this.all[place] = { ...call, ...after };
    }
  }
}
