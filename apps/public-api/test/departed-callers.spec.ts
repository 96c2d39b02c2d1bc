import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { appId, tenantId, userId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import Fastify from 'fastify';
import { callFacts } from '../src/calls/call-facts.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const GRACE = {
  ...{ tenantId: CLINIC, homeTenantId: CLINIC, appId: appId('default'), appBound: true, roles: [] },
  ...{ apiKeyId: undefined, scopes: undefined, trustedForwarder: false, token: undefined },
  ...{ userId: userId('grace'), appUserId: userId('grace') },
};
const CONTROLS = {
  ...{ sessionId: undefined, restore: undefined, enablePhi: undefined, phiCategories: [], phiSpans: [] },
  ...{ history: 0, tags: [] },
};

it('a caller who left before his call was begun, such as while its key was looked up, is known to be gone', async () => {
  const server = Fastify({ genReqId: () => '22222222-2222-4222-8222-222222222222' });
  let told = false;
  const aborted = new Promise<boolean>((resolve) => {
    server.get('/', async (request, reply) => {
      request.principal = GRACE;
      arrived();
      await once(reply.raw, 'close');
      const { onOver, signal } = callFacts(reply, CONTROLS, new FixedClock());
      onOver?.(() => (told = true));
      resolve(signal.aborted);
    });
  });
  let arrived = (): void => undefined;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  await server.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await arrival;
  socket.destroy();
  expect([await aborted, told]).toEqual([true, true]);
  await server.close();
});
