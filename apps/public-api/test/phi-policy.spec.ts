import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway, type TestTenant } from './gateway.js';

jest.setTimeout(60_000);

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
