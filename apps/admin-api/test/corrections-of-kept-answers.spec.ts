import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { bookDifferences, MODEL } from '@radiant/public-api/testing';
import { startAdministration, type Administration, type Answer } from './administration.js';

jest.setTimeout(360_000);

const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
/** The calls of this test, whatever the hour. */
const DAYS = { from: day(-1), to: day(2) };

let administration: Administration;
let tenant: string;
beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  tenant = gateway.clinic.id;
  await gateway.sql(
    `update tenants set settings = settings || '{"cache": {"enabled": true, "ttl_seconds": 600}}' where id = $1`,
    [tenant],
  );
  await gateway.sql(`update model_prices set other_rates = '{"cache_hits": "7000000"}' where model_id = $1`, [MODEL]);
});
afterAll(() => administration.close());

const post = (path: string, body: object): Promise<Answer> =>
  administration.call('POST', `/api/v2${path}`, { as: administration.root, body });

/** Asks always the same. @returns the id of the call. */
async function ask(cache: 'miss' | 'hit'): Promise<string> {
  const response = await administration.gateway.send('/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'When does the clinic open?' }] }),
  });
  await response.text();
  expect([response.status, response.headers.get('x-radiant-cache')]).toEqual([200, cache]);
  return response.headers.get('x-request-id') ?? '';
}

/** Corrects as it was foretold, under an id of its own. @returns what the calls are billed afterwards. */
async function correct(question: object): Promise<string> {
  const asked = { tenant_id: tenant, ...question };
  const { calls, billedAfter } = (await post('/usage-corrections/preview', asked)).data.preview;
  const confirmed = { ...asked, id: randomUUID(), expected_calls: calls, expected_billed: billedAfter };
  expect((await post('/usage-corrections', confirmed)).status).toBe(201);
  return billedAfter;
}

/** Of a call: entry, kind, version of the price, account and picos. */
const linesOf = async (request: string): Promise<unknown[]> =>
  (
    await administration.gateway.sql(
      `select entry, kind, price_version, account, amount_picos from ledger_entries where request_id = $1
       order by entry, account`,
      [request],
    )
  ).map((line) => Object.values(line).join(' '));

describe('an answer that was kept', () => {
  it('is billed, priced anew and corrected by new rows, and the books add up each time', async () => {
    const { gateway } = administration;
    await ask('miss');
    const hit = await ask('hit');
    await gateway.settled();
    const usage = 'select * from usage_records where request_id = $1';
    const before = await gateway.sql(usage, [hit]);
    const charged = ['1 charge 1 margin -7000000', '1 charge 1 receivable 7000000'];
    expect(await linesOf(hit)).toEqual(charged);
    expect(await bookDifferences(gateway)).toEqual([]);

    const rates = { input_tokens: '1', output_tokens: '2', cache_hits: '0.000003', effective_from: '2099-01-01' };
    expect((await post(`/models/${MODEL}/prices`, rates)).status).toBe(201);
    await correct({ reason: 'price', model_id: MODEL, ...DAYS, price_version: 2 });
    const repriced = [
      ...charged,
      '2 reversal 1 margin 7000000',
      '2 reversal 1 receivable -7000000',
      '3 correction 2 margin -3000000',
      '3 correction 2 receivable 3000000',
    ];
    expect(await linesOf(hit)).toEqual(repriced);
    expect(await bookDifferences(gateway)).toEqual([]);

    const tokens = { input_tokens: 10, cached_input_tokens: 0, output_tokens: 10, reasoning_tokens: 0 };
    expect(await correct({ reason: 'usage', request_id: hit, usage: tokens })).toBe('0.000036');
    expect(await linesOf(hit)).toEqual([
      ...repriced,
      '4 reversal 2 margin 3000000',
      '4 reversal 2 receivable -3000000',
      '5 correction 2 margin -6000000',
      '5 correction 2 provider -30000000',
      '5 correction 2 receivable 36000000',
    ]);
    expect(await bookDifferences(gateway)).toEqual([]);

    expect(await gateway.sql(usage, [hit])).toEqual(before);
    const records = await gateway.send('/api/v2/usage/records');
    const shown: { data: { records: readonly { requestId: string }[] } } = JSON.parse(await records.text());
    expect(shown.data.records.find(({ requestId }) => requestId === hit)).toMatchObject({
      ...{ inputTokens: 10, outputTokens: 10, cost: '0.00003', billedAmount: '0.000036', priceVersion: 2 },
    });
  });

  it('that is corrected to nothing is billed nothing', async () => {
    const { gateway } = administration;
    const hit = await ask('hit');
    await gateway.settled();
    const nothing = { input_tokens: 0, cached_input_tokens: 0, output_tokens: 0, reasoning_tokens: 0 };
    expect(await correct({ reason: 'usage', request_id: hit, usage: nothing })).toBe('0');
    expect((await linesOf(hit)).slice(2)).toEqual(['2 reversal 1 margin 7000000', '2 reversal 1 receivable -7000000']);
    expect(await bookDifferences(gateway)).toEqual([]);
  });
});
