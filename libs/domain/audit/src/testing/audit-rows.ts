import {
  AUDIT_ACTIONS,
  apiKeyId,
  appId,
  modelId,
  providerId,
  requestId,
  tenantId,
  userId,
  type AuditEvent,
  type Digest,
} from '@radiant/kernel';
import type { AuditContent, AuditRow, RetentionClass, SealedAuditRow } from '../audit-row.js';
import { chainHash, contentHash, FIRST_PREVIOUS_HASH } from '../hashes.js';
import { RETENTION_CLASS_OF } from '../retention.js';

/** The tenants of the laws; a store with foreign keys needs them beforehand. */
export const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
export const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');

/** 2026-03-10T12:00:00Z. */
export const NOON = Date.UTC(2026, 2, 10, 12);

/** A UUID that is `n` in its last digits. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`;

/** A call of the clinic at noon, with what `over` says instead. */
export const auditEvent = (over: Partial<AuditEvent> = {}): AuditEvent => ({
  id: uuid(1),
  tenantId: CLINIC,
  occurredAt: NOON,
  action: 'inference.call',
  outcome: 'success',
  actor: {
    kind: 'user',
    userId: userId('dr.jones@clinic'),
    apiKeyId: apiKeyId('33333333-3333-4333-8333-333333333333'),
    appId: appId('charting'),
    crossTenant: false,
  },
  resource: { type: 'model', id: 'chat-small' },
  requestId: requestId(uuid(901)),
  route: { providerId: providerId('acme'), modelId: modelId('chat-small') },
  phi: { categories: { NAME: 2, SSN: 1 }, disclosed: false, subjects: ['a'.repeat(64)] },
  origin: { ip: '192.0.2.7', userAgent: 'openai-node/5' },
  details: { restored: true, mapping: null },
  ...over,
});

/** What `auditRow` holds unless it is told otherwise. */
const CONTENT: AuditContent = {
  action: 'inference.call',
  outcome: 'success',
  actorKind: 'user',
  userId: 'dr.jones@clinic',
  adminId: null,
  apiKeyId: '33333333-3333-4333-8333-333333333333',
  appId: 'charting',
  crossTenant: false,
  resourceType: 'model',
  resourceId: 'chat-small',
  requestId: uuid(901),
  providerId: 'acme',
  modelId: 'chat-small',
  phi: { NAME: 2, SSN: 1 },
  phiDisclosed: false,
  subjects: ['a'.repeat(64)],
  body: 'c2VhbGVk',
};
/** A row with little in it. */
const NOTHING = {
  apiKeyId: null,
  appId: null,
  resourceType: null,
  resourceId: null,
  requestId: null,
  providerId: null,
  modelId: null,
  phi: null,
  phiDisclosed: null,
  subjects: null,
  body: null,
} satisfies Partial<AuditContent>;

export interface AuditRowValues extends Partial<Omit<AuditRow, 'content' | 'contentHash'>> {
  readonly content?: Partial<AuditContent>;
}

/** Words that are no action are of no class; tests of tampering write such. */
const classOf = (word: string): RetentionClass => {
  const action = AUDIT_ACTIONS.find((each) => each === word);
  return action ? RETENTION_CLASS_OF[action] : 'change';
};

/** The clinic's row `n` at noon with its right hash, and with what `over` says instead. */
export function auditRow(n: number, digest: Digest, over: AuditRowValues = {}): AuditRow {
  const content = { ...CONTENT, ...over.content };
  const row = {
    tenantId: over.tenantId ?? CLINIC,
    id: over.id ?? uuid(n),
    occurredAt: over.occurredAt ?? NOON,
    retentionClass: over.retentionClass ?? classOf(content.action),
    content,
  };
  return { ...row, contentHash: contentHash(row, digest) };
}

/** `auditRow` of an administrator who read something, with nothing but what `over` says. */
export const bareRow = (n: number, digest: Digest, over: AuditRowValues = {}): AuditRow =>
  auditRow(n, digest, {
    ...over,
    content: { ...NOTHING, action: 'audit.read', actorKind: 'admin', userId: null, adminId: 'ada', ...over.content },
  });

/** The rows as a sealer chains them, from sequence 1. */
export function sealed(rows: readonly AuditRow[], digest: Digest): SealedAuditRow[] {
  let previous = FIRST_PREVIOUS_HASH;
  return rows.map((row, index) => {
    const sequence = index + 1;
    previous = chainHash(previous, { ...row, sequence }, digest);
    return { ...row, sequence, hash: previous };
  });
}
