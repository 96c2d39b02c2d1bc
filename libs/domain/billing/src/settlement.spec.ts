import { describe, expect, it } from '@jest/globals';
import { CLINIC, request, usageEntry } from './testing/index.js';
import { settlementLine } from './settlement.js';

describe('the line of a settlement', () => {
  it('has every field of usage under its column, amounts as text', () => {
    const entry = usageEntry({ markupVersion: 3 });
    expect(JSON.parse(settlementLine({ kind: 'usage', entry }))).toEqual({
      kind: 'usage',
      tenant_id: CLINIC,
      request_id: entry.requestId,
      app_id: 'charting',
      api_key_id: entry.apiKeyId,
      user_id: 'dr.jones@clinic',
      session_id: entry.sessionId,
      model_id: 'chat-small',
      provider_id: 'acme',
      request_type: 'chat.completion',
      tags: ['cost_center=cardiology'],
      input_tokens: 100,
      cached_input_tokens: 20,
      output_tokens: 30,
      reasoning_tokens: 4,
      usage_detail: { cache_write_tokens: 7, audio_output_tokens: 5 },
      cost_picos: '1000000000',
      billed_amount_picos: '1200000000',
      estimated: false,
      origin: 'call',
      price_version: 1,
      markup_basis_points: 2_000,
      markup_version: 3,
      latency_ms: 250,
      created_at: '2026-03-10T12:00:00.000Z',
    });
  });

  it('of a release names the call alone', () => {
    const line = settlementLine({ kind: 'release', tenantId: CLINIC, requestId: request(7) });
    expect(JSON.parse(line)).toEqual({ kind: 'release', tenant_id: CLINIC, request_id: request(7) });
  });
});
