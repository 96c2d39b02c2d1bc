import { describe, expect, it } from '@jest/globals';
import { usageEntry } from '../testing/index.js';
import { usageExportForm } from './usage-export.js';

const USAGE = { entry: usageEntry(), tenantName: '=Clinic "A"', timeZone: 'Europe/Berlin' };

const record = (format: 'csv' | 'focus'): Record<string, string> => {
  const form = usageExportForm(format, 'Hospital IT');
  const names = form.header.trimEnd().split(',');
  const values =
    form
      .line(USAGE)
      .trimEnd()
      .match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, (values[index] ?? '').replace(/,$/, '')]));
};

describe('exported usage', () => {
  it('in FOCUS 1.2 has its columns and values', () => {
    expect(record('focus')).toMatchObject({
      BilledCost: '0.0012',
      BillingAccountName: `"'=Clinic ""A"""`,
      BillingCurrency: 'USD',
      BillingPeriodStart: '2026-02-28T23:00:00Z',
      BillingPeriodEnd: '2026-03-31T22:00:00Z',
      ChargeCategory: 'Usage',
      ChargeClass: '',
      ChargePeriodStart: '2026-03-10T12:00:00Z',
      ChargePeriodEnd: '2026-03-10T13:00:00Z',
      ConsumedQuantity: '154',
      ConsumedUnit: 'Tokens',
      EffectiveCost: '0.0012',
      InvoiceIssuerName: 'Hospital IT',
      PublisherName: 'acme',
      ServiceCategory: 'AI and Machine Learning',
      SubAccountId: 'charting',
      Tags: `"{""cost_center"":""cardiology""}"`,
      x_RequestId: USAGE.entry.requestId,
    });
  });

  it('has in CSV and in JSON lines the same fields', () => {
    const line = usageExportForm('jsonl', 'Hospital IT').line(USAGE);
    expect(Object.keys(JSON.parse(line))).toEqual(Object.keys(record('csv')));
    expect(JSON.parse(line)).toMatchObject({ billed_amount: '0.0012', total_tokens: 154, estimated: false });
    expect(line.endsWith('}\n')).toBe(true);
  });
});
