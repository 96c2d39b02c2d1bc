import { apiKeyId, appId, modelId, Money, providerId, requestId, sessionId, tenantId, userId } from '@radiant/kernel';
import type { TenantId } from '@radiant/kernel';
import type { UsageLedger } from '../ports/usage-ledger.js';
import type { UsageEntry } from '../usage-entry.js';
import type { Reservation } from '../reservation.js';

/** The tenants whose usage the laws append; a store with foreign keys needs them beforehand. */
export const CLINIC: TenantId = tenantId('11111111-1111-4111-8111-111111111111');
export const HOSPITAL: TenantId = tenantId('22222222-2222-4222-8222-222222222222');

/** 2026-03-10T12:00:00Z. */
export const NOON = Date.UTC(2026, 2, 10, 12);

/** A request id that is `n` in its last digits. */
export const request = (n: number): UsageEntry['requestId'] =>
  requestId(`00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`);

/** A priced call of the clinic at noon, with what `over` says instead. */
export const usageEntry = (over: Partial<UsageEntry> = {}): UsageEntry => ({
  tenantId: CLINIC,
  requestId: request(1),
  appId: appId('charting'),
  apiKeyId: apiKeyId('33333333-3333-4333-8333-333333333333'),
  userId: userId('dr.jones@clinic'),
  sessionId: sessionId('44444444-4444-4444-8444-444444444444'),
  modelId: modelId('chat-small'),
  providerId: providerId('acme'),
  requestType: 'chat.completion',
  tags: ['cost_center=cardiology'],
  usage: {
    inputTokens: 100,
    cachedInputTokens: 20,
    outputTokens: 30,
    reasoningTokens: 4,
    detail: { cache_write_tokens: 7, audio_output_tokens: 5 },
  },
  cost: Money.parse('0.001'),
  billedAmount: Money.parse('0.0012'),
  estimated: false,
  priceVersion: 1,
  markupBasisPoints: 2_000,
  latencyMs: 250,
  createdAt: NOON,
  ...over,
});

/** `usageEntry` billed at `amount` USD. */
export const billed = (n: number, amount: string, over: Partial<UsageEntry> = {}): UsageEntry =>
  usageEntry({ requestId: request(n), billedAmount: Money.parse(amount), ...over });

/** Posts usage. */
export const append = (ledger: UsageLedger, entry: UsageEntry): Promise<void> => ledger.post({ kind: 'usage', entry });

/** What `usageEntry(over)` reserved, at `amount` USD. */
export const reserved = (n: number, amount: string, over: Partial<Reservation> = {}): Reservation => ({
  tenantId: CLINIC,
  requestId: request(n),
  appId: appId('charting'),
  apiKeyId: apiKeyId('33333333-3333-4333-8333-333333333333'),
  userId: userId('dr.jones@clinic'),
  sessionId: sessionId('44444444-4444-4444-8444-444444444444'),
  modelId: modelId('chat-small'),
  providerId: providerId('acme'),
  requestType: 'chat.completion',
  tags: ['cost_center=cardiology'],
  inputTokens: 200,
  outputTokens: 100,
  cost: Money.parse(amount),
  billedAmount: Money.parse(amount),
  priceVersion: 1,
  reservedAt: NOON,
  expiresAt: NOON + 1_800_000,
  ...over,
});
