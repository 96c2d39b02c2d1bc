import type { Administration, Answer } from './administration.js';
import { until } from './waiting.js';

/** A record as `GET /api/v2/audit` answers it. */
export interface AuditRecord {
  readonly id: string;
  readonly sequence: number | null;
  readonly action: string;
  readonly outcome: string;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly userAgent: string | null;
  readonly details: Readonly<Record<string, unknown>> | null;
}

export interface Verification {
  readonly valid: boolean;
  readonly rows: number;
  readonly signedUpTo: number | null;
  readonly problems: readonly { readonly sequence: number; readonly kind: string }[];
}

/** A tenant of its own, looked after by the super administrator. */
export interface OwnTenant {
  readonly id: string;
  ask(method: string, path: string, body?: object): Promise<Answer>;
  /** Newest first. @param query begins with `?`. */
  records(query?: string): Promise<AuditRecord[]>;
  verify(): Promise<Verification>;
  /** Resolves when every row of its trail has its place in the chain. */
  sealed(): Promise<void>;
}

export async function takeIn(administration: Administration, name: string): Promise<OwnTenant> {
  const { gateway, root } = administration;
  const created = await administration.call('POST', '/api/v2/tenants', { as: root, body: { name, app_id: 'default' } });
  const id: string = created.data.tenant.id;
  const headers = { 'x-tenant-id': id };
  const ask = (method: string, path: string, body?: object): Promise<Answer> =>
    administration.call(method, `/api/v2${path}`, { as: root, body, headers });
  return {
    id,
    ask,
    records: async (query = '?limit=1000') => {
      const { status, text, data } = await ask('GET', `/audit${query}`);
      if (status !== 200) throw new Error(`GET /audit${query} answered ${status}: ${text}`);
      return data.records;
    },
    verify: async () => (await ask('POST', '/audit/verify', {})).data,
    sealed: async () => {
      await until(
        () => gateway.sql('select 1 from audit_logs where tenant_id = $1 and sequence is null limit 1', [id]),
        (waiting) => waiting.length === 0,
      );
    },
  };
}
