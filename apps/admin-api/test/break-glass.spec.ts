import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration, type Answer } from './administration.js';
import { errorOf } from './requests.js';

jest.setTimeout(180_000);

const REASON = 'Jane Doe is in the emergency room, the chart must be read now';
const HOUR_MS = 3_600_000;

let administration: Administration;
let asker: string;
let decider: string;
beforeAll(async () => {
  administration = await startAdministration();
  const { gateway } = administration;
  asker = await gateway.token({ userId: 'on-call', groups: ['operator', 'admin'] });
  decider = await gateway.token({ userId: 'decider', groups: ['admin'] });
});
afterAll(() => administration.close());

const ask = async (reason = REASON, by = administration): Promise<Record<string, string>> => {
  const { status, data } = await by.call('POST', '/api/v2/break-glass', { as: asker, body: { reason } });
  expect(status).toBe(201);
  return data.breakGlass;
};
const decide = (id: string | undefined, decision: string, as = decider): Promise<Answer> =>
  administration.call('POST', `/api/v2/break-glass/${id}/decision`, { as, body: { decision } });
const review = (id: string | undefined, verdict: string, as = decider): Promise<Answer> =>
  administration.call('POST', `/api/v2/break-glass/${id}/review`, { as, body: { review: verdict } });
/** As the access review shows it. */
const statusOf = async (id: string | undefined): Promise<unknown> => {
  const { data } = await administration.call('GET', '/api/v2/access-review', { as: decider });
  return data.access.find((row: { id: string }) => row.id === id).status;
};
const trailOf = async (id: string | undefined): Promise<string[]> => {
  const { data } = await administration.call('GET', `/api/v2/audit?resource_id=${id}`, { as: decider });
  return data.records.map(({ action }: { action: string }) => action).toReversed();
};

describe('access out of the ordinary', () => {
  it('waits for somebody else, lasts an hour from the approval, and is reviewed by somebody else', async () => {
    const { id, ...asked } = await ask();
    expect(asked).toMatchObject({ status: 'pending', requestedBy: 'on-call', reason: REASON, expiresAt: null });
    const own = await decide(id, 'approve', asker);
    expect([own.status, errorOf(own)['code']]).toEqual([403, 'FORBIDDEN']);
    expect(await statusOf(id)).toBe('pending');

    const { status, data } = await decide(id, 'approve');
    expect([status, data.breakGlass]).toEqual([
      200,
      expect.objectContaining({ status: 'active', decidedBy: 'decider' }),
    ]);
    expect(Date.parse(data.breakGlass.expiresAt) - Date.parse(data.breakGlass.startsAt)).toBe(HOUR_MS);
    expect((await decide(id, 'deny')).status).toBe(409);

    expect((await review(id, 'justified', asker)).status).toBe(403);
    const reviewed = (await review(id, 'not_justified')).data.breakGlass;
    expect(reviewed).toMatchObject({ status: 'ended', reviewedBy: 'decider', review: 'not_justified' });
    expect(Date.parse(reviewed.expiresAt)).toBeLessThanOrEqual(Date.now()); // what was left of the hour is over
    expect((await review(id, 'justified')).status).toBe(409);
    expect(await trailOf(id)).toEqual(['break_glass.request', 'break_glass.decide', 'break_glass.review']);
  });

  it('is not had when it is denied, and there is nothing to review then', async () => {
    const { id } = await ask();
    expect((await decide(id, 'deny')).data.breakGlass).toMatchObject({
      status: 'denied',
      startsAt: null,
      expiresAt: null,
    });
    expect((await review(id, 'justified')).status).toBe(409);
    expect((await decide(id, 'approve')).status).toBe(409);
  });

  it('ends after its hour, and can still be reviewed', async () => {
    const { id } = await ask();
    await decide(id, 'approve');
    expect(await statusOf(id)).toBe('active');
    await administration.gateway.sql(
      "update break_glass_grants set expires_at = now() - interval '1 second' where id = $1",
      [id],
    );
    expect(await statusOf(id)).toBe('ended');
    const { data } = await administration.call('GET', '/api/v2/break-glass', { as: decider });
    expect(data.breakGlass[0]).toMatchObject({ id, status: 'ended', review: null });
    expect((await review(id, 'justified')).data.breakGlass.review).toBe('justified');
  });

  it('lapses when nobody decides within a day', async () => {
    const { id } = await ask();
    const age = (hours: string): Promise<unknown> =>
      administration.gateway.sql('update break_glass_grants set created_at = now() - $2::interval where id = $1', [
        id,
        hours,
      ]);
    await age('25 hours');
    expect((await decide(id, 'approve')).status).toBe(409);
    await age('23 hours');
    expect((await decide(id, 'approve')).status).toBe(200);
  });

  it('raises an alert in the log; the reason is nowhere in the clear', async () => {
    const { gateway, logLines } = administration;
    const alerts = (): string[] => logLines.filter((line) => line.includes('ALERT break-glass'));
    const before = alerts().length;
    const { id } = await ask();
    expect(alerts().slice(before)).toEqual([expect.stringContaining(gateway.clinic.id)]);
    expect(logLines.join()).not.toContain('Jane Doe');
    const rows = await gateway.sql(
      `select 1 from (select g::text as t from break_glass_grants g union all select a::text from audit_logs a) as every
         where t like '%Jane Doe%' or t like '%' || encode('Jane Doe', 'hex') || '%'`,
    );
    expect(rows).toEqual([]);
    const { text } = await administration.call('GET', `/api/v2/audit?resource_id=${id}`, { as: decider });
    expect(text).not.toContain('Jane Doe');
    const { data } = await administration.call('GET', '/api/v2/break-glass', { as: decider });
    expect(data.breakGlass[0]).toMatchObject({ id, reason: REASON });
  });

  it('begins at once where approval comes afterwards', async () => {
    const { gateway } = administration;
    const after = await startAdministration({ gateway, variables: { RADIANT_BREAK_GLASS_APPROVAL: 'after' } });
    try {
      const { id, status, startsAt = '', expiresAt = '' } = await ask(REASON, after);
      expect(status).toBe('active');
      expect(Date.parse(expiresAt) - Date.parse(startsAt)).toBe(HOUR_MS);
      expect((await decide(id, 'deny')).status).toBe(409);
      expect((await review(id, 'justified')).status).toBe(200);
    } finally {
      await after.close();
    }
  });

  it("of one tenant is unknown to another's administrator", async () => {
    const { gateway } = administration;
    const { id } = await ask();
    const stranger = await gateway.token({ tenantId: gateway.hospital.id, userId: 'stranger', groups: ['admin'] });
    expect((await decide(id, 'approve', stranger)).status).toBe(404);
    expect((await review(id, 'justified', stranger)).status).toBe(404);
    const { data } = await administration.call('GET', '/api/v2/break-glass', { as: stranger });
    expect(data.breakGlass).toEqual([]);
  });

  it.each([
    ['reason', {}],
    ['reason', { reason: 'too short' }],
    ['reason', { reason: '          x          ' }],
  ])('is not asked for without a %s that says something: %j', async (field, body) => {
    const answer = await administration.call('POST', '/api/v2/break-glass', { as: asker, body });
    expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
  });
});
