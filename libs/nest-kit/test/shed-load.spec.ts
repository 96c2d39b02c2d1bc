import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { Permit } from '../src/access/permit.js';
import { Public } from '../src/access/public.js';
import { madeRoom } from '../src/load/shed-load.js';
import { GOOD, smallApplication, type Sent } from './small-application.js';

/** Those that have begun, by request id. */
const begun = new Map<string, { readonly request: FastifyRequest; readonly answer: () => void }>();

@Controller()
class CallsController {
  @Post('v1/called')
  @HttpCode(200)
  @Permit('inference.call')
  async call(@Req() request: FastifyRequest): Promise<object> {
    await new Promise<void>((answer) => begun.set(request.id, { request, answer }));
    return { called: true };
  }

  @Get('live')
  @Public()
  live(): object {
    return { live: true };
  }
}

const REFUSAL_HEADERS = { 'retry-after': '1', 'x-request-id': expect.any(String), 'cache-control': 'no-store' };

let running: Awaited<ReturnType<typeof smallApplication>>;
beforeEach(async () => {
  begun.clear();
  running = await smallApplication({ controllers: [CallsController], utilisation: () => 1 });
});
afterEach(() => running.close());

const AUTHORIZATION = { authorization: `Bearer ${GOOD}` };
const call = (): Promise<Sent> => running.send('/v1/called', AUTHORIZATION, 'POST');
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const untilBegun = async (count: number): Promise<void> => {
  while (begun.size < count) await turn();
};
const first = () => [...begun.values()][0] ?? { request: undefined, answer: () => undefined };
const answerAll = async (calls: readonly Promise<Sent>[]): Promise<readonly Sent[]> => {
  const answers = Promise.all(calls);
  const over = { yet: false };
  answers.then(
    () => (over.yet = true),
    () => (over.yet = true),
  );
  while (!over.yet) {
    for (const { answer } of begun.values()) answer();
    await turn();
  }
  return answers;
};

describe('more calls than a busy process prepares at once', () => {
  it('wait for one of them to leave for its provider, while everything else is answered', async () => {
    const calls = Array.from({ length: 33 }, call);
    await untilBegun(32);
    expect((await running.send('/live')).status).toBe(200);
    expect(begun.size).toBe(32);
    const { request } = first();
    if (request) madeRoom(request);
    await untilBegun(33);
    expect((await answerAll(calls)).map(({ status }) => status)).toEqual(Array(33).fill(200));
  });

  it('wait for one of them to end', async () => {
    const calls = Array.from({ length: 40 }, call);
    await untilBegun(32);
    first().answer();
    await untilBegun(33);
    expect((await answerAll(calls)).every(({ status }) => status === 200)).toBe(true);
  });

  describe('are refused beyond a thousand that wait', () => {
    let calls: Promise<Sent>[];
    beforeEach(async () => {
      calls = Array.from({ length: 32 }, call);
      await untilBegun(32);
      const waiting = Array.from({ length: 1_001 }, call);
      let refused = false;
      for (const each of waiting) void each.then(() => (refused = true));
      while (!refused) await turn();
      calls.push(...waiting);
    });
    afterEach(() => answerAll(calls));

    it('in the form of their route, to be asked again in a second', async () => {
      const refusal = await call();
      expect(refusal).toMatchObject({ status: 503, headers: REFUSAL_HEADERS });
      expect(JSON.parse(refusal.text)).toEqual({
        error: {
          message: 'the gateway has more calls than it can take',
          type: 'api_error',
          param: null,
          code: 'service_unavailable',
        },
      });
      expect(begun.size).toBe(32);
    });

    it('before anybody asks who is calling, by an address of an app as well; what is no call is answered', async () => {
      expect((await running.send('/v1/called?again', {}, 'POST')).status).toBe(503);
      expect((await running.send('/api/nurses/v1/called', {}, 'POST')).status).toBe(503);
      expect((await running.send('/v1/called', AUTHORIZATION)).status).toBe(405);
      expect((await running.send('/live')).status).toBe(200);
    });

    it('with headers for scripts of a page, which come from the framework', async () => {
      const unknown = await running.send('/v1/called', { origin: 'https://app.example' }, 'POST');
      expect(unknown.status).toBe(401);
      const refusal = await running.send('/v1/called', { ...AUTHORIZATION, origin: 'https://app.example' }, 'POST');
      expect(refusal).toMatchObject({ status: 503, headers: REFUSAL_HEADERS });
    });

    it('and noted as every request is', async () => {
      await running.send('/v1/called?patient=Jane', {}, 'POST');
      expect(running.logLines().at(-1)).toMatchObject({
        msg: 'request',
        level: 40,
        requestId: expect.any(String),
        method: 'POST',
        route: '/v1/called',
        status: 503,
        errorCode: 'service_unavailable',
      });
      const counted = running.metrics.snapshot().find(({ name }) => name === 'radiant_http_requests_total');
      expect(counted?.samples).toContainEqual({ labels: ['/v1/called', '503'], value: '2' });
    });
  });
});
