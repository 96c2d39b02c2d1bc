import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from './administration.js';
import { errorOf } from './requests.js';
import { takeIn, type OwnTenant } from './trail.js';

jest.setTimeout(180_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

/** A tenant whose chain has six rows and more, all in their places. */
async function chained(name: string): Promise<OwnTenant> {
  const tenant = await takeIn(administration, name);
  for (let read = 0; read < 5; read += 1) await tenant.ask('GET', `/tenants/${tenant.id}`);
  await tenant.sealed();
  return tenant;
}
const sql = (text: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
  administration.gateway.sql(text, values);
/** A superuser's row in the place that the next one would get. */
const forge = (tenant: OwnTenant): Promise<unknown> =>
  sql(
    `insert into audit_logs (tenant_id, id, sequence, hash, content_hash, occurred_at, retention_class, action, outcome,
         actor_kind, cross_tenant)
       select tenant_id, gen_random_uuid(), 7, hash, content_hash, occurred_at, retention_class, action, outcome,
         actor_kind, cross_tenant
       from audit_logs where tenant_id = $1 and sequence = 6`,
    tenant.id,
  );
const unforge = (tenant: OwnTenant): Promise<unknown> =>
  sql('delete from audit_logs where tenant_id = $1 and sequence = 7', tenant.id);

describe('a chain', () => {
  it('is valid as it is, and a verification is in it too', async () => {
    const tenant = await chained('untouched');
    expect(await tenant.verify()).toMatchObject({
      valid: true,
      rows: 6,
      purged: 0,
      problemCount: 0,
      last: { sequence: 6 },
    });
    await tenant.sealed();
    expect(await tenant.verify()).toMatchObject({ valid: true, rows: 7 });
    const [verification] = await tenant.records('?action=audit.verify');
    expect(verification?.details).toMatchObject({ rows: 7, problems: 0 });
  });

  it.each([
    ['action', "action = 'tenant.update'"],
    ['person', "admin_id = 'somebody-else'"],
    ['moment', "occurred_at = occurred_at - interval '1 day'"],
    ['outcome', "outcome = 'refused'"],
    ['tenant crossed', 'cross_tenant = false'],
    ['sealed body', 'body = null'],
  ])('says which row was given another %s by a superuser of the database', async (_, change) => {
    const tenant = await chained('altered');
    await sql(`update audit_logs set ${change} where tenant_id = $1 and sequence = 3`, tenant.id);
    const { valid, problems } = await tenant.verify();
    expect(valid).toBe(false);
    expect(problems).toContainEqual(expect.objectContaining({ sequence: 3, kind: 'altered' }));
    expect(new Set(problems.map(({ sequence }) => sequence))).toEqual(new Set([3]));
    const [verification] = await tenant.records('?action=audit.verify');
    expect(verification).toMatchObject({ outcome: 'failed', details: { first_problem_sequence: 3 } });
  });

  it.each([
    ['body that was altered', 'body = set_byte(body, 20, get_byte(body, 20) # 1)'],
    ['body that is none', "body = '\\x00'"],
    ['moment that is none', "occurred_at = 'infinity'"],
    ['moment before every other', "occurred_at = '-infinity'"],
    ['moment that no date holds', "occurred_at = '290000-01-01'"],
  ])('is read, exported and verified around a row with a %s', async (_, change) => {
    const tenant = await chained('around');
    await sql(`update audit_logs set ${change} where tenant_id = $1 and sequence = 3`, tenant.id);
    const records = await tenant.records();
    expect(records.map(({ sequence }) => sequence)).toEqual(expect.arrayContaining([1, 2, 3, 4, 5, 6]));
    for (const format of ['jsonl', 'csv', 'ocsf', 'syslog']) {
      const { status, text } = await tenant.ask('GET', `/audit/export?format=${format}`);
      expect([status, text.trimEnd().split('\n').length]).toEqual([200, expect.any(Number)]);
      expect(text.trimEnd().split('\n').length).toBeGreaterThan(6);
    }
    const { valid, problems } = await tenant.verify();
    expect([valid, problems[0]]).toEqual([false, expect.objectContaining({ sequence: 3, kind: 'altered' })]);
  });

  it('is not valid while somebody keeps the sealer from its rows', async () => {
    const tenant = await chained('kept');
    await sql('select pg_advisory_lock(7021795270)');
    try {
      await tenant.ask('GET', `/tenants/${tenant.id}`);
      expect(await tenant.verify()).toMatchObject({ valid: true, rows: 6 });
      for (const moment of ["now() - interval '2 minutes'", "now() + interval '1 day'"]) {
        await sql(`update audit_logs set recorded_at = ${moment} where tenant_id = $1 and sequence is null`, tenant.id);
        const { valid, problems } = await tenant.verify();
        expect([valid, problems]).toEqual([false, [expect.objectContaining({ sequence: 7, kind: 'unchained' })]]);
      }
    } finally {
      await sql('select pg_advisory_unlock(7021795270)');
    }
    await tenant.sealed();
    expect(await tenant.verify()).toMatchObject({ valid: true });
  });

  it('says which row was taken out', async () => {
    const tenant = await chained('deleted');
    await sql('delete from audit_logs where tenant_id = $1 and sequence = 4', tenant.id);
    const { valid, rows, problems } = await tenant.verify();
    expect([valid, rows, problems]).toEqual([false, 5, [expect.objectContaining({ sequence: 4, kind: 'missing' })]]);
  });

  it('says which rows changed places', async () => {
    const tenant = await chained('swapped');
    const at = async (sequence: number): Promise<unknown> =>
      (await sql('select id from audit_logs where tenant_id = $1 and sequence = $2', tenant.id, sequence))[0]?.['id'];
    const [second, fifth] = [await at(2), await at(5)];
    const place = async (id: unknown, sequence: number): Promise<void> => {
      await sql('update audit_logs set sequence = $3 where tenant_id = $1 and id = $2', tenant.id, id, sequence);
    };
    await place(second, 1_000);
    await place(fifth, 2);
    await place(second, 5);
    const { valid, problems } = await tenant.verify();
    expect(valid).toBe(false);
    expect(problems[0]).toMatchObject({ sequence: 2, kind: 'broken' });
    expect(problems.map(({ sequence }) => sequence)).toEqual(expect.arrayContaining([2, 5]));
  });

  it('says where a row was emptied without a purge', async () => {
    const emptied = await chained('emptied');
    await sql(
      `update audit_logs set action = null, outcome = null, actor_kind = null, admin_id = null, app_id = null,
         cross_tenant = null, resource_type = null, resource_id = null, request_id = null, body = null, purged_at = now()
         where tenant_id = $1 and sequence = 3`,
      emptied.id,
    );
    expect((await emptied.verify()).problems).toEqual([
      expect.objectContaining({ sequence: 3, kind: 'purged_without_event' }),
    ]);
  });

  it('says where a row was put in', async () => {
    const tenant = await chained('added');
    await forge(tenant);
    try {
      expect((await tenant.verify()).problems[0]).toMatchObject({ sequence: 7, kind: 'altered' });
    } finally {
      await unforge(tenant);
    }
    await tenant.sealed();
    // the row of the verification has the place, unless the sealer went on behind the forged one: then it is missing
    const { problems } = await tenant.verify();
    expect(problems.filter(({ sequence, kind }) => !(sequence === 7 && kind === 'missing'))).toEqual([]);
  });

  it('says which row lost a word that every row has', async () => {
    const tenant = await chained('wordless');
    await sql('update audit_logs set outcome = null where tenant_id = $1 and sequence = 3', tenant.id);
    expect((await tenant.verify()).problems).toContainEqual(expect.objectContaining({ sequence: 3 }));
  });

  it("into which a row was put holds up no other tenant's chain", async () => {
    const [forged, other] = [await chained('forged'), await chained('other')];
    await forge(forged);
    try {
      await forged.ask('GET', `/tenants/${forged.id}`);
      await other.ask('GET', `/tenants/${other.id}`);
      await other.sealed();
    } finally {
      await unforge(forged);
    }
  });

  it('whose end was cut off, or that was chained anew, does not agree with its checkpoint', async () => {
    const [cut, anew] = [await chained('cut'), await chained('anew')];
    const signing = await startAdministration({ gateway: administration.gateway });
    await signing.close(); // signs what every chain has come to
    await sql('delete from audit_logs where tenant_id = $1 and sequence > 4', cut.id);
    await sql(
      `update audit_chains c set sequence = a.sequence, hash = a.hash from audit_logs a
         where c.tenant_id = $1 and a.tenant_id = $1 and a.sequence = 4`,
      cut.id,
    );
    const { valid, signedUpTo, problems } = await cut.verify();
    expect(signedUpTo).toBe(6);
    expect([valid, problems.map(({ kind }) => kind)]).toEqual([false, ['truncated']]);

    await sql('delete from audit_logs where tenant_id = $1 and sequence = 1', anew.id);
    await sql('delete from audit_chains where tenant_id = $1', anew.id);
    await sql('update audit_logs set sequence = null, hash = null where tenant_id = $1', anew.id);
    await anew.ask('GET', `/tenants/${anew.id}`);
    await anew.sealed();
    // Six rows that follow from one another, and still not the six that were signed.
    expect((await anew.verify()).problems).toEqual([
      expect.objectContaining({ sequence: 6, kind: 'checkpoint_mismatch' }),
    ]);
  });
});

describe('a purge', () => {
  const YOUNG = new Date(Date.now() - 5.9 * 365.25 * 86_400_000).toISOString();
  const OLD = '2015-01-01T00:00:00Z';

  it('is refused for anything younger than six years, to every role', async () => {
    const tenant = await takeIn(administration, 'young');
    for (const before of [YOUNG, '2999-01-01T00:00:00Z']) {
      const answer = await tenant.ask('POST', '/audit/purge', { retention_class: 'access', before });
      expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field: 'before' }]);
    }
    for (const [field, body] of [
      ['retention_class', { retention_class: 'all', before: OLD }],
      ['before', { retention_class: 'access', before: 'once' }],
    ] as const) {
      const answer = await tenant.ask('POST', '/audit/purge', body);
      expect([answer.status, errorOf(answer)['details']]).toEqual([400, { field }]);
    }
  });

  it('empties rows that are old enough, keeps their places, and the chain still verifies', async () => {
    const tenant = await chained('old');
    // What a row of that time would look like: chained at its own moment.
    // At one stroke, or the sealer comes in between and chains a moment that is changed afterwards.
    await sql(
      `with unchained as (delete from audit_chains where tenant_id = $1)
       update audit_logs set sequence = null, hash = null, occurred_at = '2014-06-01T00:00:00Z' where tenant_id = $1`,
      tenant.id,
    );
    await tenant.sealed();
    const before = (await tenant.verify()).problems.length;
    expect(before).toBe(6); // their contents were hashed with the present moment
    const { status, data } = await tenant.ask('POST', '/audit/purge', { retention_class: 'access', before: OLD });
    expect([status, data.purged]).toEqual([200, 5]);
    await tenant.sealed();
    const { problems } = await tenant.verify();
    expect(problems).toEqual([expect.objectContaining({ sequence: 1, kind: 'altered' })]); // of class `change`: not purged
    const [record] = await tenant.records('?action=audit.purge');
    expect(record).toMatchObject({ resourceId: 'access<2015-01-01T00:00:00.000Z', details: { rows: 5 } });
    expect((await tenant.records('?action=tenant.read')).length).toBe(0);
  });

  it('is refused while a legal hold stands, and done when the last one is released', async () => {
    const tenant = await takeIn(administration, 'held');
    const holds = `/tenants/${tenant.id}/legal-holds`;
    const purge = async (): Promise<number> =>
      (await tenant.ask('POST', '/audit/purge', { retention_class: 'access', before: OLD })).status;
    const place = async (reason: string): Promise<string> =>
      (await tenant.ask('POST', holds, { reason })).data.legalHold.id;
    const [first, second] = [await place('a preservation letter'), await place('another preservation letter')];
    expect(await purge()).toBe(409);
    expect((await tenant.ask('DELETE', `${holds}/${first}`)).data.legalHold.releasedBy).toBe('root');
    expect(await purge()).toBe(409);
    expect((await tenant.ask('DELETE', `${holds}/${second}`)).status).toBe(200);
    expect((await tenant.ask('DELETE', `${holds}/${second}`)).status).toBe(409);
    expect(await purge()).toBe(200);
    const [row] = await sql('select reason from legal_holds where id = $1', first);
    expect(String(row?.['reason'])).not.toContain('preservation');
    expect((await tenant.ask('POST', holds, { reason: 'short' })).status).toBe(400);
  });
});
