import { AuditSink, type AuditContent, type AuditRow } from '@radiant/audit';
import { DomainError, tenantId } from '@radiant/kernel';

export const TENANT = tenantId('11111111-1111-4111-8111-111111111111');

const numbered = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const CONTENT: AuditContent = {
  action: 'inference.call',
  outcome: 'success',
  actorKind: 'service',
  userId: null,
  adminId: null,
  apiKeyId: numbered(7),
  appId: 'app',
  crossTenant: false,
  resourceType: 'session',
  resourceId: 'line\nbreak',
  requestId: numbered(8),
  providerId: 'demo',
  modelId: 'demo-chat',
  phi: { NAME: 2, DATE: 0 },
  phiDisclosed: false,
  subjects: ['c3ViamVjdA=='],
  body: 'c2VhbGVk',
};

export const rowOf = (number: number, content: AuditContent | undefined = CONTENT): AuditRow => ({
  tenantId: TENANT,
  id: numbered(number),
  occurredAt: 1_768_478_400_000 + number,
  retentionClass: 'access',
  contentHash: 'ab'.repeat(32),
  content,
});

/** Keeps rows by id, as the primary sink does, and refuses what it is told to. */
export class MemorySink extends AuditSink {
  readonly rows = new Map<string, AuditRow>();
  /** How often it was called. */
  calls = 0;
  refuse: (row: AuditRow) => Error | undefined = () => undefined;

  async append(row: AuditRow): Promise<void> {
    this.calls += 1;
    const refusal = this.refuse(row);
    if (refusal) throw refusal;
    this.rows.set(row.id, row);
  }

  /** In the order of their arrival. */
  get kept(): AuditRow[] {
    return [...this.rows.values()];
  }

  /** By id. */
  get sorted(): AuditRow[] {
    return this.kept.sort((a, b) => a.id.localeCompare(b.id));
  }
}

export const down = (): DomainError => new DomainError('service_unavailable', 'down');
