import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf, startReplica, type Replica } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(360_000);

let administration: Administration;
let replica: Replica;
let operator: string;
beforeAll(async () => {
  administration = await startAdministration();
  replica = await startReplica(administration.gateway);
  operator = await administration.gateway.token({ userId: 'operator-1', groups: ['operator'] });
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

const ask = (method: string, path: string, body?: object, as = administration.root): Promise<Answer> =>
  administration.call(method, `/api/v2${path}`, { as, body });
/** A call to each replica. */
const both = (model = 'demo-chat-small'): Promise<Answer[]> => {
  const { url, clinic } = administration.gateway;
  return Promise.all([url, replica.url].map((each) => chat(each, clinic.key, 'Hello', { model })));
};
const statuses = async (): Promise<number[]> => (await both()).map(({ status }) => status);

describe('both replicas of the gateway, within five seconds', () => {
  it.each(['/providers/demo', '/models/demo-chat-small'])(
    'send no new call to what an operator drains (%s), and end the calls that are under way',
    async (path) => {
      const { gateway } = administration;
      expect(await statuses()).toEqual([200, 200]);
      gateway.upstream.behave({ chunkCharacters: 1, chunkIntervalMs: 150 }, 1);
      const running = await gateway.send('/v1/chat/completions', {
        method: 'POST',
        body: JSON.stringify({
          model: 'demo-chat-small',
          stream: true,
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      });
      const drained = await ask('PATCH', `${path}/drain`, { draining: true }, operator);
      expect([drained.status, Object.values(drained.data)]).toEqual([
        200,
        [expect.objectContaining({ draining: true })],
      ]);
      await until(statuses, (found) => found.every((status) => status === 503));
      const [refused] = await both();
      expect(refused && errorOf(refused)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
      const explained = await ask('POST', '/routing/explain', { model: 'demo-chat-small' }, operator);
      expect(explained.data.targets).toMatchObject([{ taken: false, refusal: 'draining' }]);
      expect((await running.text()).trim().endsWith('data: [DONE]')).toBe(true);
      await ask('PATCH', `${path}/drain`, { draining: false }, operator);
      await until(statuses, (found) => found.every((status) => status === 200));
    },
  );
});

describe('a conversation', () => {
  it('keeps its way among targets of one priority, and conversations are spread over them', async () => {
    const { gateway } = administration;
    const targets = ['demo-chat-small', 'demo-chat-large'].map((model_id) => ({ model_id }));
    expect((await ask('PUT', '/routing/rules/quickly', { targets, prefer: 'quick' })).data.rule.prefer).toBe('quick');
    expect((await ask('PUT', '/routing/rules/slowly', { targets, prefer: 'slow' })).status).toBe(400);
    expect((await ask('PUT', '/routing/rules/halves', { targets })).data.rule.prefer).toBe('share');
    await until(
      () => chat(gateway.url, gateway.clinic.key, 'Hello', { model: 'halves' }),
      ({ status }) => status === 200,
    );
    const ways: string[] = [];
    for (let session = 10; session < 40; session += 1) {
      const session_id = `00000000-0000-4000-8000-0000000000${session}`;
      const explain = { model: 'halves', session_id, tenant_id: gateway.clinic.id };
      ways.push((await ask('POST', '/routing/explain', explain)).data.targets[0].modelId);
      if (session >= 14) continue;
      for (let turn = 0; turn < 3; turn += 1) {
        const { data } = await chat(gateway.url, gateway.clinic.key, 'Hello', { model: 'halves', session_id });
        expect(data.model).toBe(ways.at(-1));
      }
    }
    expect(new Set(ways).size).toBe(2);
  });
});

it('keeps a rule that was changed since who would take it away read it', async () => {
  const path = '/routing/rules/alias';
  for (const weight of [1, 2]) await ask('PUT', path, { targets: [{ model_id: 'demo-embed', weight }] });
  const removed = async (tag: string): Promise<number> => {
    const options = { as: administration.root, headers: { 'if-match': tag } };
    return (await administration.call('DELETE', `/api/v2${path}`, options)).status;
  };
  expect([await removed('"1"'), await removed('"2"')]).toEqual([412, 200]);
});
