import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type OpenAI from 'openai';
import { MODEL, startGateway, type Gateway } from './gateway.js';

jest.setTimeout(180_000);

let gateway: Gateway;
let openai: OpenAI;
beforeAll(async () => {
  gateway = await startGateway();
  openai = gateway.client(gateway.clinic);
});
afterAll(() => gateway.close());

const sentUpstream = (): string => gateway.upstream.requests.map(({ body }) => body).join('\n');

describe('a conversation of responses', () => {
  it('that was too long to be kept whole is gone on from only by who allows that some is missing', async () => {
    const long = (n: number) => ({ role: 'user' as const, content: `Part ${n}: ${'x '.repeat(75_000)}` });
    const { id } = await openai.responses.create({ model: MODEL, input: [1, 2, 3].map(long) });
    const next = { model: MODEL, input: 'Go on.', previous_response_id: id };
    const failure: unknown = await openai.responses.create(next).catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 400, code: 'validation_error', param: 'previous_response_id' });
    expect(String(failure)).toContain('truncation auto');
    gateway.upstream.clear();
    const gone = await openai.responses.create({ ...next, truncation: 'auto' });
    expect(gone).toMatchObject({ status: 'completed', truncation: 'auto' });
    expect(sentUpstream()).toContain('Part 3');
    expect(sentUpstream()).not.toContain('Part 1');
    expect(await openai.responses.retrieve(gone.id)).toMatchObject({ truncation: 'auto' });
  });
});
