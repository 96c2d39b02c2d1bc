import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway, type TestTenant } from './gateway.js';

jest.setTimeout(180_000);

const FLOOR = {
  mode: 'auto',
  categories: { DIAGNOSIS: true },
  custom_recognisers: [{ name: 'platform', category: 'OTHER_ID', words: ['Project Halcyon'] }],
};

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ variables: { RADIANT_PHI_FLOOR: JSON.stringify(FLOOR) } });
});
afterAll(() => gateway.close());

/** Gives a tenant a policy, as it is stored; obeyed after the age of the caches, so once for each tenant. */
const put = (tenant: TestTenant, config: object): Promise<unknown> =>
  gateway.sql('update tenants set phi_config = $1 where id = $2', [
    JSON.stringify({
      mode: 'auto',
      categories: {},
      reidentification: { allowed: true, requires_approval: false, mapping_ttl_hours: 24 },
      ...config,
    }),
    tenant.id,
  ]);

/** An answer of the native API, and what left for it. */
async function native(
  body: object,
  tenant: TestTenant,
): Promise<{ status: number; said: string; sent: string; error: unknown }> {
  gateway.upstream.clear();
  const response = await gateway.send('/api/v2/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, ...body }),
    tenant,
  });
  const { data, error } = JSON.parse(await response.text());
  return {
    status: response.status,
    said: data?.choices[0].message.content ?? '',
    sent: gateway.upstream.requests.at(-1)?.body ?? '',
    error,
  };
}

/** What leaves when a tenant sends this. */
async function outbound(content: string, tenant: TestTenant): Promise<string> {
  const response = await gateway.send('/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }] }),
    tenant,
  });
  expect(response.status).toBe(200);
  return gateway.upstream.requests.at(-1)?.body ?? '';
}

describe("a tenant's PHI policy", () => {
  it("is held to the platform's floor, whatever the tenant's row says", async () => {
    await put(gateway.hospital, { mode: 'disabled', categories: { DIAGNOSIS: false } });
    const sent = await outbound(
      'Patient Jane Doe, diagnosed with multiple sclerosis, of Project Halcyon',
      gateway.hospital,
    );
    expect(sent).not.toMatch(/Jane Doe|sclerosis|Halcyon/);
  });

  it('brings its own recognisers, sensitivity and phrases that are never hidden', async () => {
    await put(gateway.clinic, {
      custom_recognisers: [
        { name: 'wards', category: 'ADDRESS', words: ['Kestrel Ward'] },
        { name: 'chart', category: 'MEDICAL_RECORD', pattern: 'QX-\\d{4}' },
      ],
      allow_list: ['Emily Carter'],
    });
    const sent = await outbound(
      'Patient: Emily Carter, kestrel ward, chart QX-4711. Patient: Jane Doe',
      gateway.clinic,
    );
    expect(sent).toContain('Emily Carter');
    expect(sent).not.toMatch(/kestrel|QX-4711|Jane Doe/);
    expect(sent).toMatch(/\[PHI_ADDRESS_\d{5}\].*\[PHI_MEDICAL_RECORD_\d{5}\].*\[PHI_NAME_\d{5}\]/);
  });
});

describe('what a caller marks or types', () => {
  const content = 'echo: the red house of nobody';
  const phi_spans = [{ path: 'messages[0].content', start: 10, end: 19, category: 'ADDRESS' }];

  it('is hidden where it is marked, and comes back in the reply', async () => {
    const { said, sent } = await native({ messages: [{ role: 'user', content }], phi_spans }, gateway.clinic);
    expect(sent).toMatch(/the \[PHI_ADDRESS_\d{5}\] of nobody/);
    expect(sent).not.toContain('phi_spans');
    expect(said).toContain('the red house of nobody');
  });

  it.each<[string, object]>([
    ['phi_spans[0].path', { path: 'messages[7].content' }],
    ['phi_spans[0].end', { end: 1_000 }],
    ['phi_spans[0].category', { category: 'SHOE_SIZE' }],
    ['phi_spans[0].start', { start: -1 }],
    ['phi_spans[0].start', { start: '4' }],
  ])('is refused by the name of a wrong %s: %j', async (field, over) => {
    const spans = [{ ...phi_spans[0], ...over }];
    const { status, error } = await native({ messages: [{ role: 'user', content }], phi_spans: spans }, gateway.clinic);
    expect([status, error]).toEqual([400, expect.objectContaining({ details: { field } })]);
  });

  it('like a placeholder stands for nothing, though an earlier turn of the session minted it', async () => {
    const session_id = randomUUID();
    const first = await native(
      { messages: [{ role: 'user', content: 'echo: Patient Jane Doe' }], session_id },
      gateway.clinic,
    );
    const placeholder = /\[PHI_NAME_\d+\]/.exec(first.sent)?.[0] ?? '';
    expect(first.said).toContain('Jane Doe');
    const typed = { role: 'user', content: `echo: who is ${placeholder}? Patient Jane Doe` };
    const second = await native({ messages: [typed], session_id }, gateway.clinic);
    expect(second.said).toContain(`who is ${placeholder}? Patient Jane Doe`);
  });
});
