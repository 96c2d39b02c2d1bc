import { describe, expect, it } from '@jest/globals';
import { DomainError, Money } from '@radiant/kernel';
import { canonicalLines } from './provider-bill.js';
import { readBillCsv, readBillRows } from './read-bill-rows.js';

const ASKED = { isProvider: (id: string): boolean => id === 'acme' || id === 'zenith', today: '2026-12-01' };
const HEADER = 'provider,model,day,input_tokens,cached_input_tokens,output_tokens,cost';
const csv = (...rows: string[]) => readBillCsv([HEADER, ...rows].join('\r\n'), ASKED);
const GOOD = { provider: 'acme', model: 'large-2026', day: '2026-10-01', cost: '0.000000000001' };
const rows = (...given: object[]) => readBillRows(given, ASKED);

const refusal = (work: () => unknown): DomainError => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('nothing was refused');
};

describe('the rows of a bill', () => {
  it('are read exactly, from CSV and from a list alike', () => {
    const lines = csv(
      'acme,large-2026,2026-10-01,1000,,20,123456789.000000000001',
      'acme,"a ""b"", c",2026-10-02,,,,-1',
    );
    expect(lines).toEqual([
      {
        providerId: 'acme',
        model: 'large-2026',
        day: '2026-10-01',
        inputTokens: 1000,
        cachedInputTokens: undefined,
        outputTokens: 20,
        cost: Money.ofPicos(123_456_789_000_000_000_001n),
      },
      {
        providerId: 'acme',
        model: 'a "b", c',
        day: '2026-10-02',
        inputTokens: undefined,
        cachedInputTokens: undefined,
        outputTokens: undefined,
        cost: Money.parse('-1'),
      },
    ]);
    const listed = rows(
      { ...GOOD, model: 'a "b", c', day: '2026-10-02', cost: '-1', input_tokens: null },
      { ...GOOD, input_tokens: 1000, output_tokens: '20', cost: '123456789.000000000001' },
    );
    expect(canonicalLines(listed)).toBe(canonicalLines(lines));
  });

  it('of one provider, model and day are one line', () => {
    expect(rows({ ...GOOD, input_tokens: 5 }, { ...GOOD, output_tokens: 3 }, { ...GOOD, provider: 'zenith' })).toEqual([
      expect.objectContaining({ inputTokens: 5, outputTokens: 3, cost: Money.ofPicos(2n) }),
      expect.objectContaining({ providerId: 'zenith', cost: Money.ofPicos(1n) }),
    ]);
  });

  it('of one line are counted exactly, as many as there may be', () => {
    const most = { ...GOOD, input_tokens: 10 ** 11 - 1 };
    const [line] = rows(...Array.from({ length: 50_000 }, () => most));
    expect(BigInt(line?.inputTokens ?? 0)).toBe(50_000n * (10n ** 11n - 1n));
  });

  it('have columns in any order, and those that are not known may be missing', () => {
    const [line] = readBillCsv('Cost, day ,model,provider\n2,2026-10-01,m,acme\n\n', ASKED);
    expect(line).toMatchObject({ model: 'm', cost: Money.parse('2'), outputTokens: undefined });
  });

  it.each<[string, object]>([
    ['provider', { provider: 'nobody' }],
    ['provider', { provider: '' }],
    ['provider', { provider: 7 }],
    ['model', { model: undefined }],
    ['model', { model: 'a\nb' }],
    ['model', { model: 'a\ud800b' }],
    ['day', { day: '2026-02-30' }],
    ['day', { day: '01.10.2026' }],
    ['cost', { cost: 0.1 }],
    ['cost', { cost: '1e-7' }],
    ['cost', { cost: '0.0000000000001' }],
    ['cost', { cost: '1,5' }],
    ['input_tokens', { input_tokens: 1.5 }],
    ['output_tokens', { output_tokens: -1 }],
    ['cached_input_tokens', { cached_input_tokens: true }],
    ['input_tokens', { input_tokens: 10 ** 11 }],
    ['day', { day: '9999-12-31' }],
    ['row', { canary: 1 }],
  ])('with a bad %s are refused by line and field: %j', (field, over) => {
    const error = refusal(() => rows(GOOD, { ...GOOD, ...over }));
    expect(error).toMatchObject({ code: 'validation_error', facts: { field, line: 2, bad_fields: 1 } });
    expect(error.message).toContain(`line 2: ${field} must be`);
    expect(error.message).not.toContain('canary');
  });

  it('with a bad provider are each named', () => {
    const error = refusal(() => rows({ ...GOOD, provider: 7 }, { ...GOOD, provider: 'nobody' }));
    expect(error.message).toBe(
      'line 1: provider must be the id of a provider; line 2: provider must be the id of a provider',
    );
  });

  it('say what a model may be called, and what a short row lacks', () => {
    expect(refusal(() => rows({ ...GOOD, model: 'x'.repeat(201) })).message).toBe(
      'line 1: model must be 1 to 200 characters without control characters',
    );
    expect(refusal(() => csv('acme,m')).message).toBe(
      'line 2: day must be a day such as 2026-10-01; ' +
        'line 2: cost must be decimal USD as text, with at most 12 digits after the point',
    );
  });

  it('are all looked at, and up to twenty bad fields are named', () => {
    const error = refusal(() => csv('acme,m,2026-10-01,,,,1', 'nobody,m,yesterday,,,,x', 'acme,m,2026-10-01,,,,1,9'));
    expect(error.message).toBe(
      'line 3: provider must be the id of a provider; line 3: day must be a day such as 2026-10-01; ' +
        'line 3: cost must be decimal USD as text, with at most 12 digits after the point; ' +
        'line 4: row must be one of the columns',
    );
    expect(refusal(() => rows(...Array.from({ length: 30 }, () => ({ ...GOOD, cost: 1 })))).message).toContain(
      'line 20: cost must be decimal USD as text, with at most 12 digits after the point; and 10 more',
    );
  });

  it.each([
    ['', 'provider'],
    ['provider,model,day', 'cost'],
    [`${HEADER},note`, 'csv'],
    [`${HEADER},cost`, 'csv'],
    [HEADER, 'rows'],
  ])('of a file with the columns %j are refused: %s', (text, field) => {
    expect(refusal(() => readBillCsv(text, ASKED)).facts).toMatchObject({ field });
  });

  it('of days to come are refused, today is not', () => {
    expect(rows({ ...GOOD, day: '2026-12-01' })).toHaveLength(1);
    const { message, facts } = refusal(() => csv('acme,m,2026-10-01,,,,1', 'acme,m,2062-10-01,,,,1'));
    expect(message).toBe('line 3: day must be no later than 2026-12-01');
    expect(facts).toMatchObject({ field: 'day', line: 3 });
  });

  it('of a file without a column are told which', () => {
    expect(refusal(() => readBillCsv('provider,model,day', ASKED)).message).toBe('line 1: cost must be a column');
  });
});
