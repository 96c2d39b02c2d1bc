import { ResponseStore, type ResponseKey, type StoredResponse } from '@radiant/inference';
import type { Clock, TenantId } from '@radiant/kernel';

export class MemoryResponseStore extends ResponseStore {
  private readonly responses = new Map<string, StoredResponse>();

  constructor(private readonly clock: Clock) {
    super();
  }

  async read(tenantId: TenantId, key: ResponseKey): Promise<StoredResponse | undefined> {
    const response = this.responses.get(keyOf(tenantId, key));
    return response && this.clock.now() < response.expiresAt ? structuredClone(response) : undefined;
  }

  async put(tenantId: TenantId, response: StoredResponse): Promise<void> {
    this.responses.set(keyOf(tenantId, response), structuredClone(response));
  }

  async delete(tenantId: TenantId, key: ResponseKey): Promise<void> {
    this.responses.delete(keyOf(tenantId, key));
  }
}

const keyOf = (tenantId: TenantId, { session, request }: ResponseKey): string => `${tenantId}#${session}#${request}`;
