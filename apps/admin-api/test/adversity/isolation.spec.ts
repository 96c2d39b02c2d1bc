import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startGateway, MODEL, type Gateway, type TestTenant } from '@radiant/public-api/testing';
import { storedItems } from './places.js';

jest.setTimeout(180_000);

const PROMPT = 'Patient Jane Doe, MRN 00482913, asks whether ibuprofen is safe.';
const PLACEHOLDER = /\[PHI_[A-Z_]+_\d+\]/g;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  // Both put originals back: what the one can't have must be the other's, not withheld from everybody.
  await gateway.sql('update tenants set phi_config = (select phi_config from tenants where id = $1) where id = $2', [
    gateway.clinic.id,
    gateway.hospital.id,
  ]);
});
afterAll(() => gateway.close());
beforeEach(() => gateway.upstream.clear());

interface Turn {
  /** What the caller reads. */
  readonly told: string;
  /** What the upstream read. */
  readonly left: string;
  readonly mappingId: string | undefined;
  readonly placeholders: readonly string[];
}

async function say(tenant: TestTenant, content: string, sessionId?: string): Promise<Turn> {
  const body = JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }], session_id: sessionId });
  const response = await gateway.send('/api/v2/chat/completions', { method: 'POST', tenant, body });
  expect(response.status).toBe(200);
  const { data } = (await response.json()) as {
    data: { phi_mapping_id?: string; choices: { message: { content: string } }[] };
  };
  const left = gateway.upstream.requests.at(-1)?.body ?? '';
  return {
    told: data.choices[0]?.message.content ?? '',
    left,
    mappingId: data.phi_mapping_id,
    placeholders: left.match(PLACEHOLDER) ?? [],
  };
}

describe('the same prompt of two tenants', () => {
  it('goes to the upstream twice, with other placeholders and another mapping', async () => {
    const clinic = await say(gateway.clinic, PROMPT);
    const hospital = await say(gateway.hospital, PROMPT);
    expect(gateway.upstream.requests).toHaveLength(2);
    expect(clinic.placeholders.length).toBeGreaterThan(1);
    expect(hospital.placeholders).toHaveLength(clinic.placeholders.length);
    expect(hospital.placeholders.filter((each) => clinic.placeholders.includes(each))).toEqual([]);
    expect(hospital.mappingId).not.toBe(clinic.mappingId);
    for (const { told } of [clinic, hospital]) expect(told).toContain('Jane Doe');
  });

  it('does so in sessions of one id as well', async () => {
    const session = randomUUID();
    const clinic = await say(gateway.clinic, PROMPT, session);
    const hospital = await say(gateway.hospital, PROMPT, session);
    expect(hospital.placeholders.filter((each) => clinic.placeholders.includes(each))).toEqual([]);
    for (const { told } of [clinic, hospital]) expect(told).toContain('Jane Doe');
    // Each goes on with its own.
    for (const [tenant, first] of [[gateway.clinic, clinic] as const, [gateway.hospital, hospital] as const]) {
      const next = await say(tenant, PROMPT, session);
      expect(next.placeholders).toEqual(first.placeholders);
    }
  });
});

describe("another tenant's session or mapping", () => {
  /** What a stranger gets to read who asks for the placeholders of the clinic under that id. */
  const strangerReads = async (id: string, placeholders: readonly string[]): Promise<Turn> =>
    say(gateway.hospital, `Repeat to me: ${placeholders.join(' ')}`, id);

  it('is like one that does not exist, under its session id and under its mapping id', async () => {
    const session = randomUUID();
    const inSession = await say(gateway.clinic, PROMPT, session);
    expect(inSession.mappingId).toBe(session); // so asking for the one asks for the other
    const once = await say(gateway.clinic, PROMPT);
    const known: readonly (readonly [string, Turn])[] = [
      [session, inSession],
      [once.mappingId ?? '', once],
    ];
    for (const [id, { placeholders }] of known) {
      const foreign = await strangerReads(id, placeholders);
      const unknown = await strangerReads(randomUUID(), placeholders);
      expect(foreign.told).not.toMatch(/Jane|Doe|00482913/);
      expect(foreign.told).toBe(unknown.told);
      expect(foreign.left).toBe(unknown.left);
      expect(foreign.mappingId).toBeUndefined();
    }
  });

  it('stays what it is when a stranger uses its id', async () => {
    const session = randomUUID();
    const before = await say(gateway.clinic, PROMPT, session);
    await say(gateway.hospital, 'Patient Mary Major, MRN 55512345, is well.', session);
    const after = await say(gateway.clinic, 'How is Jane Doe?', session);
    expect(before.placeholders).toEqual(expect.arrayContaining([...after.placeholders]));
    expect(after.told).toContain('Jane Doe');
    expect(after.told).not.toContain('Mary');
  });
});

describe('what is kept of sessions and mappings', () => {
  it("stands under the tenant's own keys, and holds no original and no prompt in clear", async () => {
    await say(gateway.clinic, PROMPT, randomUUID());
    await say(gateway.hospital, PROMPT);
    const items = await storedItems(gateway);
    expect(items.length).toBeGreaterThan(4);
    for (const { key, bytes } of items) {
      expect(key).toMatch(new RegExp(`^TENANT#(${gateway.clinic.id}|${gateway.hospital.id})#`));
      expect(bytes).not.toMatch(/Jane|Doe|00482913|ibuprofen|PHI_NAME/);
    }
    const [{ dump } = { dump: '' }] = await gateway.sql(
      'select string_agg(t::text, chr(10)) as dump from (select u::text as t from usage_records u union all select a::text from audit_logs a) t',
    );
    expect(String(dump)).not.toMatch(/Jane|Doe|00482913|ibuprofen|PHI_NAME_/);
  });
});
