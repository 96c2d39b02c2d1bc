import { createHash, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@radiant/embedded/testing';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

const PROMPT = 'Patient Jane Doe, MRN 00482913, asks whether ibuprofen is safe.';
const VALUES = ['Jane Doe', '00482913'];

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
afterEach(() => {
  gateway.upstream.behave({});
  gateway.upstream.clear();
});

interface Called {
  readonly status: number;
  readonly requestId: string;
  readonly receiptId: string | null;
}

const call = async (path: string, over: object = {}, tenant = gateway.clinic): Promise<Called> => {
  const response = await gateway.send(path, {
    method: 'POST',
    tenant,
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: PROMPT }], ...over }),
  });
  await response.text();
  const { status, headers } = response;
  return { status, requestId: headers.get('x-request-id') ?? '', receiptId: headers.get('x-radiant-receipt') };
};
/** What the tests read of an answer. */
interface Found {
  readonly status: number;
  readonly text: string;
  readonly data: {
    readonly receipt: {
      readonly restored: number;
      readonly startedAt: string;
      readonly closedAt: string;
      readonly sequence: number | null;
    };
    readonly proof: { readonly row: Readonly<Record<string, string | number>>; readonly previousHash: string };
  };
}
const receipt = async (requestId: string, tenant = gateway.clinic): Promise<Found> => {
  const response = await gateway.send(`/api/v2/receipts/${requestId}`, { tenant });
  const text = await response.text();
  const { data } = JSON.parse(text) as Pick<Found, 'data'>;
  return { status: response.status, text, data };
};
/** Once the row has its place in the chain. */
const chained = (requestId: string): Promise<Found> =>
  until(
    () => receipt(requestId),
    ({ data }) => data.receipt.sequence !== null,
  );

describe('a receipt', () => {
  it.each([
    ['/v1/chat/completions', false],
    ['/v1/chat/completions', true],
    ['/api/v2/chat/completions', false],
    ['/api/v2/chat/completions', true],
  ])('says what %s sent, streamed: %s', async (path, stream) => {
    const { status, requestId, receiptId } = await call(path, { stream });
    expect(status).toBe(200);
    const { status: found, text, data } = await receipt(requestId);
    expect(found).toBe(200);
    expect(data.receipt).toMatchObject({
      id: receiptId,
      tenantId: gateway.clinic.id,
      requestId,
      providerId: 'demo',
      modelId: MODEL,
      policy: 'auto',
      hidden: expect.arrayContaining(['NAME', 'MEDICAL_RECORD']),
      detectorVersion: expect.stringMatching(/./),
      categories: { NAME: 1, MEDICAL_RECORD: 1 },
      exposed: {},
      outboundSha256: createHash('sha256').update(gateway.upstream.requests[0]!.body).digest('hex'),
      outcome: 'completed',
    });
    expect(data.receipt.restored).toBeGreaterThanOrEqual(2);
    expect(Date.parse(data.receipt.closedAt)).toBeGreaterThanOrEqual(Date.parse(data.receipt.startedAt));
    for (const value of VALUES) expect(text).not.toContain(value);
  });

  it('counts nothing as restored where placeholders stay', async () => {
    const { requestId } = await call('/v1/chat/completions', {}, gateway.hospital);
    expect((await receipt(requestId, gateway.hospital)).data.receipt).toMatchObject({ restored: 0 });
  });

  it("is bound to the departure by the call's own audit event", async () => {
    const { requestId, receiptId } = await call('/v1/chat/completions');
    await receipt(requestId); // it follows to the table
    const rows = await gateway.sql(
      'select action, resource_type, resource_id, outcome, retention_class from audit_logs where request_id = $1 order by recorded_at',
      [requestId],
    );
    expect(rows).toEqual([
      expect.objectContaining({ action: 'inference.call' }),
      {
        action: 'inference.settle',
        resource_type: 'receipt',
        resource_id: receiptId,
        outcome: 'success',
        retention_class: 'disclosure',
      },
    ]);
  });

  it('tells of a provider that failed, and its reply names it too', async () => {
    gateway.upstream.behave({ fault: 'status-500' });
    const { status, requestId, receiptId } = await call('/v1/chat/completions');
    expect(status).toBe(502);
    expect((await receipt(requestId)).data.receipt).toMatchObject({ id: receiptId, outcome: 'failed', restored: 0 });
  });

  it('tells of a stream that broke off', async () => {
    gateway.upstream.behave({ fault: 'truncate' });
    const { requestId } = await call('/v1/chat/completions', { stream: true });
    expect((await receipt(requestId)).data.receipt).toMatchObject({ outcome: 'failed' });
  });

  it('tells of a reader who did not wait', async () => {
    gateway.upstream.behave({ chunkIntervalMs: 50 });
    const leaving = new AbortController();
    const response = await gateway.send('/v1/chat/completions', {
      method: 'POST',
      signal: leaving.signal,
      body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: PROMPT }], stream: true }),
    });
    const requestId = response.headers.get('x-request-id') ?? '';
    leaving.abort();
    const found = await until(
      () => receipt(requestId),
      ({ status }) => status !== 404,
    );
    expect(found.data.receipt).toMatchObject({ outcome: 'cancelled' });
  });

  it('is not made out for what never left', async () => {
    const { status, requestId, receiptId } = await call('/v1/chat/completions', { model: 'none' });
    expect([status, receiptId]).toEqual([404, null]);
    expect((await receipt(requestId)).status).toBe(404);
  });

  it('of another tenant is as unknown as one that is not there', async () => {
    const { requestId } = await call('/v1/chat/completions');
    const answers = await Promise.all(
      [requestId, randomUUID(), 'x', "' or true --"].map((id) => receipt(encodeURIComponent(id), gateway.hospital)),
    );
    for (const { status, text } of answers) {
      expect(status).toBe(404);
      expect(JSON.parse(text).error).toMatchObject({ code: 'NOT_FOUND', message: 'there is no such receipt' });
    }
  });

  it('takes its place in the chain and comes with what proves it', async () => {
    const { requestId } = await call('/v1/chat/completions');
    const { data } = await chained(requestId);
    const { row, previousHash } = data.proof;
    const { sequence, tenantId, retentionClass, occurredAt, contentHash, hash } = row;
    const text = [previousHash, sequence, tenantId, retentionClass, occurredAt, contentHash].join('|');
    expect(hash).toBe(createHash('sha256').update(text).digest('hex'));
    expect(data.receipt).toMatchObject({ sequence, hash });
  });
});
