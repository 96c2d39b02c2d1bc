import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, call, type Administration, type Answer } from './administration.js';
import { contentOf, filesBelow, storedItems, storedRows } from './adversity/places.js';
import { errorOf } from './requests.js';
import { until } from './waiting.js';

jest.setTimeout(360_000);

const TEXT = 'Patient Zebulon Quixworth, SSN 219-09-9999';
const ORIGINALS = ['Zebulon', 'Quixworth', '219-09-9999'];
const REASON = 'Letter of discharge, asked for by Zebulon Quixworth';
const BECAUSE = 'The ward confirmed the request of Mr Quixworth';

let administration: Administration;
let tenant: string;
let asker: string;
let decider: string;
beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  tenant = gateway.hospital.id;
  asker = await gateway.token({ tenantId: tenant, userId: 'asker', groups: ['admin'] });
  decider = await gateway.token({ tenantId: tenant, userId: 'decider', groups: ['admin'] });
});
afterAll(() => administration.close());

/** At the public API. */
const ask = (path: string, body?: object, as = asker): Promise<Answer> =>
  call(administration.gateway.url, body ? 'POST' : 'GET', `/api/v2/phi${path}`, { as, body });
const read = (id: string, as = asker): Promise<Answer> => ask(`/reidentifications/${id}`, undefined, as);
const list = (query = '', as = decider): Promise<Answer> =>
  administration.call('GET', `/api/v2/reidentifications${query}`, { as });
const decide = (id: string, decision = 'approve', as = decider, reason = BECAUSE): Promise<Answer> =>
  administration.call('POST', `/api/v2/reidentifications/${id}/decision`, { as, body: { decision, reason } });
const listed = async (id: string, query = '?limit=1000'): Promise<Record<string, unknown> | undefined> =>
  (await list(query)).data.reidentifications.find((each: { id: string }) => each.id === id);

async function sanitized(as = asker): Promise<{ mapping_id: string; text: string; reason: string }> {
  const { status, data } = await ask('/sanitize', { text: TEXT }, as);
  expect(status).toBe(200);
  return { mapping_id: data.mappingId, text: data.sanitizedText, reason: REASON };
}
async function asked(as = asker): Promise<string> {
  const { status, data } = await ask('/reidentify', await sanitized(as), as);
  expect([status, data.status]).toEqual([202, 'pending']);
  return data.requestId;
}
const trailOf = async (id: string): Promise<string[]> => {
  const { data } = await administration.call('GET', `/api/v2/audit?resource_id=${id}`, { as: decider });
  return data.records.map(({ action }: { action: string }) => action).toReversed();
};
const disclosures = async (mapping: string): Promise<Record<string, unknown>[]> => {
  const { data } = await administration.call('GET', `/api/v2/audit?resource_id=${mapping}`, { as: decider });
  return data.records;
};
const policy = (reidentification: object): Promise<unknown> =>
  administration.gateway.sql(
    "update tenants set phi_config = jsonb_set(phi_config, '{reidentification}', phi_config->'reidentification' || $2) where id = $1",
    [tenant, JSON.stringify(reidentification)],
  );

describe('a request to see originals', () => {
  it('is approved by somebody else, and then its requester reads them; each reading is in the trail', async () => {
    const asking = await sanitized();
    const id: string = (await ask('/reidentify', asking)).data.requestId;
    expect((await read(id)).data).toEqual({ requestId: id, status: 'pending' });
    expect(await listed(id, '?status=pending')).toEqual({
      id,
      status: 'pending',
      mappingId: asking.mapping_id,
      requestedBy: 'asker',
      requestedWith: null,
      reason: REASON,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      decidedBy: null,
      decidedAt: null,
    });

    const { status, data } = await decide(id);
    expect([status, data.reidentification]).toEqual([
      200,
      expect.objectContaining({ id, status: 'approved', decidedBy: 'decider', decidedAt: expect.any(String) }),
    ]);
    expect(await listed(id, '?status=pending')).toBeUndefined();
    expect(await listed(id, '?status=approved')).toMatchObject({ id });
    for (const readings of [1, 2]) {
      expect((await read(id)).data).toEqual({ requestId: id, status: 'approved', originalText: TEXT, restored: 2 });
      const records = await disclosures(asking.mapping_id);
      expect(records).toHaveLength(readings);
      expect(records[0]).toMatchObject({
        action: 'phi.reidentify',
        outcome: 'success',
        details: { breakGlass: false, restored: 2, request: id },
      });
    }
    expect((await read(id, decider)).status).toBe(404);
    expect(await trailOf(id)).toEqual(['phi.reidentify.request', 'phi.reidentify.decide']);
  });

  it('counts as a disclosure of the person', async () => {
    const id = await asked();
    const find = async (): Promise<number> =>
      (
        await administration.call('POST', '/api/v2/disclosures/search', {
          as: decider,
          body: { category: 'SSN', value: '219-09-9999' },
        })
      ).data.records.length;
    const before = await find();
    await decide(id);
    expect(await find()).toBe(before);
    await read(id);
    expect(await find()).toBe(before + 1);
  });

  it('is not decided by who asked', async () => {
    const id = await asked();
    const own = await decide(id, 'approve', asker);
    expect([own.status, errorOf(own)['code']]).toEqual([403, 'FORBIDDEN']);
    expect((await read(id)).data).toEqual({ requestId: id, status: 'pending' });
  });

  it('shows nothing when it is denied', async () => {
    const id = await asked();
    expect((await decide(id, 'deny')).data.reidentification.status).toBe('denied');
    expect((await read(id)).data).toEqual({ requestId: id, status: 'denied' });
    expect((await decide(id)).status).toBe(409);
    expect(await listed(id, '?status=denied')).toMatchObject({ id, decidedBy: 'decider' });
  });

  it('is decided for a reason of a single word', async () => {
    expect((await decide(await asked(), 'deny', decider, 'Duplicate')).data.reidentification.status).toBe('denied');
  });

  it('is neither decided nor read once it has expired', async () => {
    const [pending, approved] = [await asked(), await asked()];
    await decide(approved);
    await administration.gateway.sql(
      "update reidentification_requests set expires_at = now() - interval '1 ms' where id = any($1)",
      [[pending, approved]],
    );
    expect((await decide(pending)).status).toBe(409);
    for (const id of [pending, approved]) {
      expect((await read(id)).data).toEqual({ requestId: id, status: 'expired' });
      expect(await listed(id, '?status=expired')).toMatchObject({ status: 'expired' });
      expect(await listed(id, '?status=pending')).toBeUndefined();
    }
  });

  it('is decided once by all who decide at the same time', async () => {
    const id = await asked();
    const { gateway } = administration;
    const deciders = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        gateway.token({ tenantId: tenant, userId: `decider-${index}`, groups: ['admin'] }),
      ),
    );
    const answers = await Promise.all(deciders.map((as, index) => decide(id, index % 2 ? 'deny' : 'approve', as)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
    expect((await trailOf(id)).filter((action) => action === 'phi.reidentify.decide')).toHaveLength(1);
  });

  it("is another tenant's for nobody, whatever its role", async () => {
    const { gateway } = administration;
    const id = await asked();
    const stranger = await gateway.token({ userId: 'asker', groups: ['admin'] }); // of the same name, in the clinic
    const unknown = await decide(randomUUID(), 'approve', stranger);
    const foreign = await decide(id, 'approve', stranger);
    expect([foreign.status, errorOf(foreign)]).toEqual([404, errorOf(unknown)]);
    expect((await read(id, stranger)).status).toBe(404);
    const { data } = await list('?limit=1000', stranger);
    expect(data.reidentifications.map((each: { id: string }) => each.id)).not.toContain(id);
  });

  it('made with a key is read with that key alone', async () => {
    const { hospital } = administration.gateway;
    const id = await asked(hospital.key);
    const key = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(await listed(id)).toMatchObject({ requestedBy: key, requestedWith: key });
    await decide(id);
    expect((await read(id, hospital.key)).data).toMatchObject({ originalText: TEXT });
    expect((await read(id)).status).toBe(404);
  });

  it('is listed by auditors, who decide nothing, and not by operators', async () => {
    const { gateway } = administration;
    const auditor = await gateway.token({ tenantId: tenant, userId: 'auditor', groups: ['auditor'] });
    const operator = await gateway.token({ tenantId: tenant, userId: 'operator', groups: ['operator'] });
    const id = await asked();
    const { status, data, text } = await list('?limit=1&page=1&status=pending', auditor);
    expect([status, data.reidentifications]).toEqual([200, [expect.objectContaining({ id })]]);
    expect(JSON.parse(text).meta.pagination).toMatchObject({ page: 1, limit: 1, total: expect.any(Number) });
    expect(text).not.toContain('[PHI_');
    expect((await decide(id, 'deny', auditor)).status).toBe(403);
    expect((await list('', operator)).status).toBe(403);
  });

  it.each([
    ['decision', 'maybe', BECAUSE],
    ['reason', 'approve', ' '],
  ])('refuses a bad %s', async (field, decision, reason) => {
    const answer = await decide(await asked(), decision, decider, reason);
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, expect.objectContaining({ field })]);
  });

  it('refuses a status that there is not', async () => {
    expect((await list('?status=maybe')).status).toBe(400);
  });
});

describe('who has broken the glass', () => {
  it('reads originals at once, and the trail says why', async () => {
    const { gateway } = administration;
    const oncall = await gateway.token({ tenantId: tenant, userId: 'on-call', groups: ['admin'] });
    const reason = 'Emergency room, the chart must be read now';
    const grant = await administration.call('POST', '/api/v2/break-glass', { as: oncall, body: { reason } });
    const { id } = grant.data.breakGlass;
    const asking = await sanitized(oncall);
    expect((await ask('/reidentify', asking, oncall)).status).toBe(202);
    await administration.call('POST', `/api/v2/break-glass/${id}/decision`, {
      as: decider,
      body: { decision: 'approve' },
    });
    const { status, data } = await ask('/reidentify', asking, oncall);
    expect([status, data]).toEqual([200, { originalText: TEXT, restored: 2 }]);
    expect((await disclosures(asking.mapping_id))[0]).toMatchObject({
      action: 'phi.reidentify',
      details: { breakGlass: true, restored: 2, request: null },
    });
    expect((await ask('/reidentify', asking)).status).toBe(202); // nobody else does

    await administration.call('POST', `/api/v2/break-glass/${id}/review`, {
      as: decider,
      body: { review: 'justified' },
    });
    expect((await ask('/reidentify', asking, oncall)).status).toBe(202);
  });
});

describe('what was asked for, decided and read', () => {
  it('stands nowhere in the clear: no row, item, file, log line or answer but the one that may show it', async () => {
    const { gateway } = administration;
    const id = await asked();
    await decide(id);
    expect((await read(id)).text).toContain('Zebulon');
    const places = [
      ...(await storedRows(gateway)),
      ...(await storedItems(gateway)).map(({ key, bytes }) => ({ name: `item ${key}`, bytes })),
      ...(await Promise.all((await filesBelow(gateway.directory)).map(contentOf))),
      { name: 'log of the gateway', bytes: gateway.logLines.join('') },
      { name: 'log of the administration', bytes: administration.logLines.join('') },
      { name: 'the answer with the request', bytes: (await ask('/reidentify', await sanitized())).text },
      { name: 'the answer with the decision', bytes: (await decide(await asked(), 'deny')).text.replace(REASON, '') },
      { name: 'the upstream', bytes: JSON.stringify(gateway.upstream.requests) },
    ];
    expect(places.length).toBeGreaterThan(20);
    expect(places.find(({ name }) => name === 'table reidentification_requests')?.bytes).toContain(id);
    for (const { name, bytes } of places) {
      for (const original of ORIGINALS) {
        for (const form of [original, Buffer.from(original).toString('hex')]) {
          expect([name, form, bytes.includes(form)]).toEqual([name, form, false]);
        }
      }
    }
  });
});

describe('a policy that allows nobody', () => {
  it('is stronger than an approval and than broken glass', async () => {
    const { gateway } = administration;
    const approved = await asked();
    await decide(approved);
    const asking = await sanitized();
    const reason = 'Emergency room, the chart must be read now';
    const grant = await administration.call('POST', '/api/v2/break-glass', { as: asker, body: { reason } });
    await administration.call('POST', `/api/v2/break-glass/${grant.data.breakGlass.id}/decision`, {
      as: decider,
      body: { decision: 'approve' },
    });
    expect((await ask('/reidentify', asking)).status).toBe(200);
    await policy({ allowed: false });
    await until(
      () => ask('/reidentify', asking),
      ({ status }) => status !== 200,
    );
    for (const answer of [await ask('/reidentify', asking), await read(approved)]) {
      expect([answer.status, errorOf(answer)['code']]).toEqual([403, 'PHI_POLICY_BLOCKED']);
    }
    expect(gateway.upstream.requests).toEqual([]);
  });
});
