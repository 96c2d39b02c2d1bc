import { expect, it } from '@jest/globals';
import { RecordUsage, ReserveCall, Reservations, Settlements, TokenCounter } from '@radiant/billing';
import { AuditTrail, requestId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { decodeChatRequest } from '@radiant/protocol';
import { PLAIN_CONNECTION } from '@radiant/registry';
import { PRINCIPAL, provider, route } from '../test/asking.js';
import { AdmitCall, type RouteBody } from './admit-call.js';
import type { InferenceCall } from './inference-call.js';
import { Departures } from './ports/departures.js';

const settlements = new (class extends Settlements {
  async settle(): Promise<void> {}
  async ready(): Promise<void> {}
})();
const reservations = new (class extends Reservations {
  async reserve(): Promise<void> {}
  async settleExpired(): Promise<number> {
    return 0;
  }
})();
const departures = new (class extends Departures {
  async depart(): Promise<void> {}
})();
const trail = new (class extends AuditTrail {
  async record(): Promise<void> {}
})();
const tokens = new (class extends TokenCounter {
  async count(): Promise<number> {
    return 0;
  }
})();

const request = decodeChatRequest({ model: 'a', messages: [{ role: 'user', content: 'hi' }], max_tokens: 7 });
const CALL: InferenceCall = {
  requestId: requestId('22222222-2222-4222-8222-222222222222'),
  principal: PRINCIPAL,
  requestType: 'chat.completion',
  request,
  controls: {
    sessionId: undefined,
    restore: undefined,
    enablePhi: undefined,
    phiCategories: [],
    phiSpans: [],
    history: 0,
    tags: [],
  },
  idempotency: undefined,
  origin: {},
  arrivedAt: 0,
  onDeparture: () => undefined,
  signal: new AbortController().signal,
};
const by = (omit: readonly string[]): RouteBody => ({
  route: route('a', provider('a', { connection: { ...PLAIN_CONNECTION, omit } })),
  body: '{}',
});

it('sets aside what the model can answer, where one of its providers is not told of a limit', async () => {
  const admit = new AdmitCall(
    new ReserveCall(settlements, new FixedClock()),
    departures,
    reservations,
    trail,
    new RecordUsage(settlements, tokens),
  );
  const [told, untold] = [by([]), by(['max_tokens'])];
  expect(await admit.execute(CALL, [told], request)).toMatchObject({ outputTokens: 7 });
  const most = told.route.model.maxOutputTokens;
  expect(most).toBeGreaterThan(7);
  expect(await admit.execute(CALL, [told, untold], request)).toMatchObject({ outputTokens: most });
});
