import { describe, expect, it } from '@jest/globals';
import { usageEntry } from '../testing/index.js';
import { usageExportForm } from './usage-export.js';

const USAGE = { entry: usageEntry(), tenantName: '=Clinic "A"', timeZone: 'Europe/Berlin' };

const record = (format: 'csv' | 'focus', usage = USAGE): Record<string, string> => {
  const form = usageExportForm(format, 'Hospital IT');
  const names = form.header.trimEnd().split(',');
  const values =
    form
      .line(usage)
      .trimEnd()
      .match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, (values[index] ?? '').replace(/,$/, '')]));
};

describe('exported usage', () => {
  it.each([
    ['2026-03-31T18:29:59.999Z', '2026-03-31T18:00:00Z', '2026-03-31T18:30:00Z'],
    ['2026-03-31T18:30:00.000Z', '2026-03-31T18:30:00Z', '2026-03-31T19:00:00Z'],
    ['2026-03-31T19:30:00.000Z', '2026-03-31T19:00:00Z', '2026-03-31T20:00:00Z'],
  ])('in FOCUS is of an hour within its month, where months begin at half past: %s', (moment, start, end) => {
    const entry = usageEntry({ createdAt: Date.parse(moment) });
    const { ChargePeriodStart, ChargePeriodEnd } = record('focus', { ...USAGE, entry, timeZone: 'Asia/Kolkata' });
    expect([ChargePeriodStart, ChargePeriodEnd]).toEqual([start, end]);
  });

  it('in FOCUS 1.2 has its columns and values', () => {
    expect(record('focus')).toEqual({
      BilledCost: '0.0012',
      BillingAccountId: USAGE.entry.tenantId,
      BillingAccountName: `"'=Clinic ""A"""`,
      BillingAccountType: 'Tenant',
      BillingCurrency: 'USD',
      BillingPeriodStart: '2026-02-28T23:00:00Z',
      BillingPeriodEnd: '2026-03-31T22:00:00Z',
      ChargeCategory: 'Usage',
      ChargeClass: '',
      ChargeDescription: 'chat.completion of chat-small',
      ChargeFrequency: 'Usage-Based',
      ChargePeriodStart: '2026-03-10T12:00:00Z',
      ChargePeriodEnd: '2026-03-10T13:00:00Z',
      ConsumedQuantity: '154',
      ConsumedUnit: 'Tokens',
      ContractedCost: '0.0012',
      ContractedUnitPrice: '',
      EffectiveCost: '0.0012',
      InvoiceIssuerName: 'Hospital IT',
      ListCost: '0.0012',
      ListUnitPrice: '',
      PricingCategory: 'Standard',
      PricingQuantity: '154',
      PricingUnit: 'Tokens',
      ProviderName: 'Hospital IT',
      PublisherName: 'acme',
      RegionId: '',
      RegionName: '',
      ResourceId: 'chat-small',
      ResourceName: 'chat-small',
      ResourceType: 'Model',
      ServiceCategory: 'AI and Machine Learning',
      ServiceName: 'RADIANT gateway',
      ServiceSubcategory: 'Generative AI',
      SkuId: 'chat-small',
      SkuPriceId: '',
      SubAccountId: 'charting',
      SubAccountName: 'charting',
      SubAccountType: 'App',
      Tags: `"{""cost_center"":""cardiology""}"`,
      x_ApiKeyId: USAGE.entry.apiKeyId,
      x_CachedInputTokens: '20',
      x_Estimated: 'false',
      x_InputTokens: '100',
      x_OutputTokens: '30',
      x_PriceVersion: '1',
      x_ReasoningTokens: '4',
      x_RequestId: USAGE.entry.requestId,
      x_UserId: 'dr.jones@clinic',
    });
  });

  it.each([
    ['2026-10-25T12:59:59.999Z', '2026-10-25'],
    ['2026-10-25T13:00:00.000Z', '2026-10-26'],
    ['2026-10-24T12:59:59.999Z', '2026-10-24'],
  ])("names the day on the tenant's clocks, as reports count it: %s", (moment, day) => {
    const entry = usageEntry({ createdAt: Date.parse(moment) });
    expect(record('csv', { ...USAGE, entry, timeZone: 'Australia/Lord_Howe' })['day']).toBe(day);
  });

  it('has in CSV what bill and cost are worked out from', () => {
    const { usage_detail, markup_basis_points, markup_version } = record('csv', {
      ...USAGE,
      entry: usageEntry({ markupBasisPoints: 1_500, markupVersion: 3 }),
    });
    expect([usage_detail, markup_basis_points, markup_version]).toEqual([
      `"{""cache_write_tokens"":7,""audio_output_tokens"":5}"`,
      '1500',
      '3',
    ]);
    const plain = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    expect(record('csv', { ...USAGE, entry: usageEntry({ usage: plain }) })['usage_detail']).toBe('{}');
  });

  it('has in CSV and in JSON lines the same fields', () => {
    const line = usageExportForm('jsonl', 'Hospital IT').line(USAGE);
    expect(Object.keys(JSON.parse(line))).toEqual(Object.keys(record('csv')));
    expect(JSON.parse(line)).toEqual({
      tenant_id: USAGE.entry.tenantId,
      request_id: USAGE.entry.requestId,
      created_at: '2026-03-10T12:00:00.000Z',
      day: '2026-03-10',
      app_id: 'charting',
      user_id: 'dr.jones@clinic',
      api_key_id: USAGE.entry.apiKeyId,
      model_id: 'chat-small',
      provider_id: 'acme',
      request_type: 'chat.completion',
      tags: { cost_center: 'cardiology' },
      input_tokens: 100,
      cached_input_tokens: 20,
      output_tokens: 30,
      reasoning_tokens: 4,
      total_tokens: 154,
      usage_detail: { cache_write_tokens: 7, audio_output_tokens: 5 },
      cost: '0.001',
      billed_amount: '0.0012',
      currency: 'USD',
      estimated: false,
      price_version: 1,
      markup_basis_points: 2_000,
      markup_version: null,
      latency_ms: 250,
    });
    expect(line.endsWith('}\n')).toBe(true);
  });
});
