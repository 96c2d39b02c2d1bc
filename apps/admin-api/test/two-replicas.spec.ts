import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { chat, errorOf, saidBy, startReplica, type Replica } from './requests.js';
import { PROPAGATION_MS, until } from './waiting.js';

jest.setTimeout(360_000);

let administration: Administration;
let replica: Replica;
beforeAll(async () => {
  administration = await startAdministration();
  replica = await startReplica(administration.gateway);
});
afterAll(async () => {
  await replica.close();
  await administration.close();
});

const ask = (method: string, path: string, body: object): Promise<Answer> =>
  administration.call(method, `/api/v2${path}`, { as: administration.root, body });
/** One call to each replica. */
const both = (model?: string): Promise<Answer[]> => {
  const { url, clinic } = administration.gateway;
  return Promise.all(
    [url, replica.url].map((each) => chat(each, clinic.key, 'Patient Jane Doe is here.', model ? { model } : {})),
  );
};
/** The version of the price that a call was billed with. */
async function pricedWith({ text }: Answer): Promise<unknown> {
  const { meta } = JSON.parse(text) as { meta: { requestId: string } };
  const rows = await until(
    () => administration.gateway.sql('select price_version from usage_records where request_id = $1', [meta.requestId]),
    ({ length }) => length > 0,
  );
  return rows[0]?.['price_version'];
}

describe('a price, a status and a policy changed on the admin API', () => {
  it('are obeyed by both replicas within five seconds, all three at once', async () => {
    const { clinic } = administration.gateway;
    const before = await both();
    expect(before.map(saidBy).every((said) => said.includes('Jane Doe'))).toBe(true);
    expect(await Promise.all(before.map(pricedWith))).toEqual([1, 1]);
    expect((await both('demo-chat-large')).map(({ status }) => status)).toEqual([200, 200]);

    const changes = await Promise.all([
      ask('POST', '/models/demo-chat-small/prices', { input_tokens: '7', output_tokens: '9' }),
      ask('PATCH', '/models/demo-chat-large', { status: 'inactive' }),
      ask('PATCH', `/tenants/${clinic.id}`, {
        phi_config: {
          mode: 'auto',
          categories: {},
          reidentification: { allowed: true, requires_approval: true, mapping_ttl_hours: 1 },
        },
      }),
    ]);
    expect(changes.map(({ status }) => status)).toEqual([201, 200, 200]);
    const end = performance.now() + PROPAGATION_MS;
    const left = (): number => end - performance.now();
    await until(both, (answers) => answers.every((answer) => !saidBy(answer).includes('Jane Doe')), left());
    const off = await until(
      () => both('demo-chat-large'),
      (answers) => answers.every(({ status }) => status === 404),
      left(),
    );
    expect(off.map((answer) => errorOf(answer)['code'])).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    await until(
      async () => Promise.all((await both()).map(pricedWith)),
      (versions) => versions.every((version) => version === 2),
      left(),
    );
  });
});
