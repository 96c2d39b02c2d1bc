import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000); // records follow their calls

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
afterEach(() => {
  gateway.upstream.behave({});
  gateway.upstream.clear();
});

const ask = (extra: object = {}): Promise<Response> =>
  gateway.send('/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'Is ibuprofen safe?' }], ...extra }),
  });
const usage = (id: string | null) => gateway.sql('select * from usage_records where request_id = $1', [id]);
const ledger = (id: string | null) =>
  gateway.sql('select account, amount_picos from ledger_entries where request_id = $1 order by account', [id]);
const away = async (name: string, work: () => Promise<void>): Promise<void> => {
  await gateway.sql(`alter function ${name}(json) rename to ${name}_away`);
  try {
    await work();
  } finally {
    await gateway.sql(`alter function ${name}_away(json) rename to ${name}`);
  }
};

describe('the money of a call', () => {
  it.each([false, true])('is reserved, settled and booked in double entry (stream: %p)', async (stream) => {
    const response = await ask({ stream, max_tokens: 50 });
    await response.text();
    await gateway.settled();
    const id = response.headers.get('x-request-id');
    const [row] = await usage(id);
    expect(row).toMatchObject({ estimated: false, origin: 'call' });
    const cost = BigInt(String(row?.['cost_picos']));
    const billed = BigInt(String(row?.['billed_amount_picos']));
    expect(await ledger(id)).toEqual([
      { account: 'margin', amount_picos: String(cost - billed) },
      { account: 'provider', amount_picos: String(-cost) },
      { account: 'receivable', amount_picos: String(billed) },
    ]);
  });

  it('is set aside before anything leaves, at the most that the call can cost', async () => {
    gateway.upstream.behave({ fault: 'hang' });
    const leaving = new AbortController();
    const answer = gateway
      .send('/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'hello' }], max_tokens: 1_000 }),
        signal: leaving.signal,
      })
      .catch(() => undefined);
    await until(() => gateway.upstream.requests.length > 0);
    const [held] = await gateway.sql('select * from reservations');
    const bytes = BigInt(Buffer.byteLength(String(gateway.upstream.requests[0]?.body)));
    expect(held).toMatchObject({ input_tokens: String(bytes), output_tokens: '1000' });
    expect(BigInt(String(held?.['cost_picos']))).toBe(bytes * 150_000n + 1_000n * 600_000n);
    leaving.abort();
    await answer;
    await gateway.settled();
  });

  it('is given back when the provider refuses', async () => {
    gateway.upstream.behave({ fault: 'status-400' });
    const response = await ask();
    expect(response.status).toBe(400);
    await gateway.settled();
    expect(await usage(response.headers.get('x-request-id'))).toEqual([]);
  });

  it('is not lost when the books can not be written: the reply is delivered and the row follows', async () => {
    let id: string | null = null;
    await away('settle_calls', async () => {
      const response = await ask();
      expect(response.status).toBe(200);
      id = response.headers.get('x-request-id');
      expect(await usage(id)).toEqual([]);
    });
    await gateway.settled();
    expect(await usage(id)).toHaveLength(1);
    expect(await ledger(id)).toHaveLength(3);
  });

  it('can not be set aside: nothing leaves', async () => {
    await away('reserve_calls', async () => {
      expect((await ask()).status).toBe(503);
      expect((await ask({ stream: true })).status).toBe(503);
      expect(gateway.upstream.requests).toEqual([]);
    });
    expect((await ask()).status).toBe(200);
  });

  it('is settled once each for two hundred calls at a time', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask({ max_tokens: 20 })));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    await gateway.settled();
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    const [count] = await gateway.sql(
      `select (select count(*)::int from usage_records where request_id = any ($1)) as usage,
         (select sum(amount_picos)::text from ledger_entries) as balance`,
      [ids],
    );
    expect(count).toEqual({ usage: 200, balance: '0' });
  });
});
