import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TestTenant } from '@radiant/public-api/testing';
import { startAdministration, type Administration } from '../administration.js';
import { chat, errorOf } from '../requests.js';
import { until } from '../waiting.js';
import { NOBODY, replicaOf } from './replica.js';

jest.setTimeout(180_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());
beforeEach(() => administration.gateway.upstream.clear());

const sql = (text: string, values?: unknown[]) => administration.gateway.sql(text, values);
const ask = (tenant: TestTenant = administration.gateway.clinic) => chat(administration.gateway.url, tenant.key);
const readinessOf = async (url: string): Promise<number> => (await fetch(`${url}/health/ready`)).status;
const readiness = (): Promise<number> => readinessOf(administration.gateway.url);
const upstreamCalls = (): number => administration.gateway.upstream.requests.length;
const audited = async (): Promise<number> =>
  Number((await sql("select count(*) from audit_logs where action = 'inference.call'"))[0]?.['count']);
const logged = (words: string): number =>
  administration.gateway.logLines.filter((line) => JSON.parse(line).msg === words).length;

describe('the audit trail', () => {
  const table = {
    breaks: () => sql('alter function append_audit(json) rename to append_audit_away'),
    returns: () => sql('alter function append_audit_away(json) rename to append_audit'),
  };
  /** A file in the directory's place stops root too. */
  const disk = {
    breaks: async () => {
      await rename(folder(), `${folder()}-away`);
      await writeFile(folder(), '');
    },
    returns: async () => {
      await rm(folder());
      await rename(`${folder()}-away`, folder());
    },
  };
  const folder = (): string => path.join(administration.gateway.directory, 'audit');

  it('goes on in the table while the file fails, with one alarm', async () => {
    await disk.breaks();
    const before = await audited();
    for (let time = 0; time < 3; time += 1) expect((await ask()).status).toBe(200);
    expect(await audited()).toBe(before + 3);
    expect(logged('the audit file can not be written')).toBe(1);
    expect(await readiness()).toBe(204);
    await disk.returns();
    expect((await ask()).status).toBe(200);
    await until(readiness, () => logged('the audit file is written again') === 1); // the caller does not wait for the file
  });

  it('goes on in the file while the table fails, with one alarm, and is whole when the table is back', async () => {
    const before = await audited();
    await table.breaks();
    for (let time = 0; time < 3; time += 1) expect((await ask()).status).toBe(200);
    expect(await audited()).toBe(before);
    expect(logged('the audit table can not be written')).toBe(1);
    expect(await readiness()).toBe(204);

    await table.returns();
    expect((await ask()).status).toBe(200);
    await until(audited, (rows) => rows === before + 4);
    await chainVerifies();
  });

  it('that can be written nowhere stops every call before it leaves, until a place of it is back', async () => {
    await table.breaks();
    await disk.breaks();
    const before = await audited();
    for (const stream of [false, true]) {
      const refused = await chat(administration.gateway.url, administration.gateway.clinic.key, 'hello', { stream });
      expect([refused.status, errorOf(refused)['code']]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    }
    expect(upstreamCalls()).toBe(0);
    expect(await sql('select from usage_records where created_at > now()')).toEqual([]);
    expect(await readiness()).toBe(503);

    // Nobody is sent to a process that is not ready, so it must find out by itself that a place is back.
    await disk.returns();
    expect(await readiness()).toBe(204);
    expect((await ask()).status).toBe(200);
    expect(upstreamCalls()).toBe(1);
    await disk.breaks();
    expect((await ask()).status).toBe(503);
    expect(await readiness()).toBe(503);
    await table.returns();
    expect(await readiness()).toBe(204);
    expect((await ask()).status).toBe(200);
    expect(upstreamCalls()).toBe(2);
    await disk.returns();
    expect((await ask()).status).toBe(200);
    await until(audited, (rows) => rows === before + 3);
    await chainVerifies();
  });

  /** Once every row has its place in the chain. */
  async function chainVerifies(): Promise<void> {
    await until(
      () => sql('select count(*)::int as waiting from audit_logs where sequence is null'),
      ([row]) => row?.['waiting'] === 0,
    );
    const { status, data } = await administration.call('POST', '/api/v2/audit/verify', { as: administration.root });
    expect(status).toBe(200);
    expect(data).toMatchObject({ valid: true, problemCount: 0 });
  }
});

describe('a PHI vault that is down', () => {
  it('gives the caller 503 and not a word of the answer, and nothing left but placeholders', async () => {
    const { gateway } = administration;
    const replica = await replicaOf(gateway, 'no-vault', { DYNAMODB_ENDPOINT: NOBODY });
    try {
      expect(await readinessOf(replica.url)).toBe(503);
      for (const extra of [{}, { stream: true }, { session_id: '6d1b0fca-4a5c-4a52-90c1-6a7ff3e5d7a1' }]) {
        const refused = await chat(replica.url, gateway.clinic.key, undefined, extra);
        expect([refused.status, errorOf(refused)['code']]).toEqual([503, 'SERVICE_UNAVAILABLE']);
        expect(refused.text).not.toContain('I was told');
      }
      const left = gateway.upstream.requests.map(({ body }) => body).join('');
      expect(left).not.toMatch(/Jane|Doe|00482913/);
    } finally {
      await replica.close();
    }
  });
});

describe('a database that is down', () => {
  it('admits nobody: 503 to every credential, whether it was good before or is not known at all', async () => {
    const { gateway } = administration;
    const token = await gateway.token({ groups: ['super_admin'] });
    const unknown = `${gateway.clinic.key.slice(0, -4)}zzzz`;
    const [{ name } = { name: '' }] = await sql('select current_database() as name');
    await sql(`revoke connect on database ${String(name)} from radiant_app, radiant_admin`);
    try {
      await sql(
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = $1',
        [name],
      );
      for (const credential of [gateway.hospital.key, unknown, token]) {
        expect((await chat(gateway.url, credential)).status).toBe(503);
        expect((await administration.call('GET', '/api/v2/tenants', { as: token })).status).toBe(503);
      }
      // What was asked before is believed for five seconds at most; from then on nothing leaves.
      const leaves = async (): Promise<number> => {
        gateway.upstream.clear();
        expect((await chat(gateway.url, gateway.clinic.key)).status).toBe(503);
        return upstreamCalls();
      };
      await until(leaves, (calls) => calls === 0);
      gateway.upstream.clear();
      for (let time = 0; time < 3; time += 1) expect((await chat(gateway.url, gateway.clinic.key)).status).toBe(503);
      expect(upstreamCalls()).toBe(0);
      expect(await readiness()).toBe(503);
      expect(await readinessOf(administration.url)).toBe(503);
    } finally {
      await sql(`grant connect on database ${String(name)} to radiant_app, radiant_admin`);
    }
    await until(
      () => ask(),
      ({ status }) => status === 200,
    );
    expect((await chat(gateway.url, unknown)).status).toBe(401);
    expect(await readiness()).toBe(204);
  });
});
