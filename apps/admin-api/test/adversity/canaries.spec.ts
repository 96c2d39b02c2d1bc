import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SECRET_IN_ERRORS } from '@radiant/demo-provider';
import { startGateway } from '@radiant/public-api/testing';
import { startAdministration, type Administration } from '../administration.js';
import { Canaries, type Sighting } from './canaries.js';
import { administrate } from './canary-administration.js';
import { Flights } from './canary-flights.js';
import { phiFlights } from './canary-phi-flights.js';
import { contentOf, databaseFiles, filesBelow, storedItems, storedRows, type Place } from './places.js';
import { NOBODY, replicaOf, type ListeningReplica } from './replica.js';

jest.setTimeout(360_000);

/** A label that an administrator chose: it is meant to be kept, and shows that the search does find. */
const LABEL = 'Controlqzlabel';

const canaries = new Canaries();
const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
  jest.spyOn(console, name).mockImplementation(() => undefined),
);
let administration: Administration;
let flights: Flights;
const replicas: ListeningReplica[] = [];
/** The gateway's own files as they were at different times: what the database has taken over is deleted. */
const files: Place[] = [];

beforeAll(async () => {
  const gateway = await startGateway({
    breaker: { consecutive: 1_000, failures: 1_000 }, // every fault must be reached
    deadlines: { connectMs: 500, firstByteMs: 400, idleMs: 400, totalMs: 5_000 },
  });
  administration = await startAdministration({ gateway });
  flights = new Flights(administration, canaries);
  await administration.call('POST', `/api/v2/tenants/${gateway.clinic.id}/api-keys`, {
    as: administration.root,
    body: { name: LABEL },
  });
  await flights.faults();
  await flights.departures();
  await flights.slots();
  await flights.refusals();
  await flights.addresses();
  await phiFlights(administration, canaries, flights, gateway.url);
  await administrate(administration, canaries, flights);
  await keepFiles();
  await storesDown();
});
afterAll(async () => {
  for (const replica of replicas) await replica.close();
  const { gateway } = administration;
  await administration.close();
  await gateway.close();
});

async function keepFiles(): Promise<void> {
  const found = await filesBelow(administration.gateway.directory);
  files.push(...(await Promise.all(found.map(contentOf))));
}

/** Calls while the vault, the upstream, the audit's two places and the database are away, one after the other. */
async function storesDown(): Promise<void> {
  const { gateway } = administration;
  const { clinic, hospital, sql } = gateway;
  const everyCall = async (url: string): Promise<void> => {
    for (const route of ['/v1/chat/completions', '/api/v2/chat/completions']) {
      await flights.chat(route, clinic, {}, url);
      await flights.chat(route, hospital, { stream: true }, url);
    }
    await flights.send(url, `/v1/models/${canaries.word()}`, { method: 'GET', as: canaries.key() });
    await flights.send(url, '/api/v2/models', { method: 'GET', as: await gateway.token({ userId: 'nurse-9' }) });
    await phiFlights(administration, canaries, flights, url);
    if (url === gateway.url) await administrate(administration, canaries, flights);
    await keepFiles();
  };
  const noVault = await replicaOf(gateway, 'no-vault', { DYNAMODB_ENDPOINT: NOBODY });
  const noUpstream = await replicaOf(gateway, 'no-upstream', { LITELLM_URL: NOBODY });
  replicas.push(noVault, noUpstream);
  await everyCall(noVault.url);
  await everyCall(noUpstream.url);

  const directory = path.join(gateway.directory, 'audit');
  await sql('alter function append_audit(json) rename to append_audit_away');
  await everyCall(gateway.url);
  await rename(directory, `${directory}-away`);
  await writeFile(directory, '');
  await everyCall(gateway.url);
  await rm(directory);
  await rename(`${directory}-away`, directory);
  await sql('alter function append_audit_away(json) rename to append_audit');

  for (const name of ['reserve_calls', 'settle_calls']) {
    await sql(`alter function ${name}(json) rename to ${name}_away`);
    await everyCall(gateway.url);
    await sql(`alter function ${name}_away(json) rename to ${name}`);
  }

  const [row] = await sql('select current_database() as name');
  await sql(`revoke connect on database ${String(row?.['name'])} from radiant_app, radiant_admin`);
  await sql(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
  );
  await everyCall(gateway.url);
  await sql(`grant connect on database ${String(row?.['name'])} to radiant_app, radiant_admin`);
}

describe('canaries planted along every way of both APIs, those that fail above all', () => {
  it('are more than 200, of every kind, and met every kind of failure', () => {
    const kinds = new Map<string, number>();
    for (const { kind } of canaries.planted) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect(canaries.planted.length).toBeGreaterThan(1_000);
    expect(canaries.personal.length).toBeGreaterThan(200);
    expect(kinds.size).toBe(8);
    for (const [kind, count] of kinds) expect([kind, count > 4]).toEqual([kind, true]);
    const met = [...flights.statuses.keys()];
    for (const status of [200, 201, 400, 401, 403, 404, 405, 409, 413, 415, 429, 502, 503, 504]) {
      expect(met).toContain(status);
    }
    process.stdout.write(`${canaries.planted.length} canaries ${JSON.stringify(Object.fromEntries(kinds))}\n`);
  });

  it('would be found wherever they stand, also within other digits', () => {
    const other = new Canaries();
    for (const text of [other.recordNumber(), other.phone(), other.ssn(), other.name(), other.key(), other.token()]) {
      expect(other.sightings('a text', `12(3)-4${text}5-67`).length).toBeGreaterThan(0);
    }
    expect(other.sightings('a text', '123-45-6789 (555) 201-4477 123456789012 Jane Doe')).toEqual([]);
  });

  it('stand in no line of any log, nor on the console', () => {
    const { gateway } = administration;
    const streams = [gateway.logLines, administration.logLines, ...replicas.map(({ logLines }) => logLines)];
    for (const lines of streams) {
      expect(lines.length).toBeGreaterThan(5);
      expect(canaries.sightings('a log', lines.join(''))).toEqual([]);
      for (const secret of secrets()) expect(lines.join('')).not.toContain(secret);
    }
    expect(consoles.flatMap((spy) => spy.mock.calls)).toEqual([]);
  });

  it('are repeated by no error, no header and no end of a broken stream', () => {
    expect(flights.failures.length).toBeGreaterThan(500);
    const seen = flights.failures.flatMap(({ what, text }) => canaries.sightings(what, text));
    expect(seen).toEqual([]);
    const told = flights.failures.map(({ text }) => text).join('');
    for (const secret of secrets()) expect(told).not.toContain(secret);
  });

  it('went to the upstream only where they are no personal data', () => {
    const { requests } = administration.gateway.upstream;
    expect(requests.length).toBeGreaterThan(60);
    const left = requests.map(({ method, path: where, headers, body }) => [
      method,
      where,
      JSON.stringify(headers),
      body,
    ]);
    const text = left.flat().join('\n');
    expect(canaries.personal.filter((canary) => text.includes(canary.text))).toEqual([]);
    for (const secret of secrets()) expect(text).not.toContain(secret);
  });

  it('stand in no file of the gateway, no row, no item and no byte of the database', async () => {
    const { gateway } = administration;
    const seen: Sighting[] = [];
    const controls: string[] = [];
    const look = (name: string, bytes: string): void => {
      seen.push(...canaries.sightings(name, bytes));
      for (const secret of secrets()) if (bytes.includes(secret)) seen.push({ place: name, around: 'a secret' });
      if (bytes.includes(LABEL)) controls.push(name);
    };
    const items = await storedItems(gateway);
    expect(items.length).toBeGreaterThan(40);
    for (const { key, bytes } of items) look(`item ${key}`, bytes);

    const tables = await storedRows(gateway);
    expect(tables.length).toBeGreaterThan(15);
    for (const { name, bytes } of tables) look(name, bytes);
    expect(controls).toEqual(['table api_keys']);

    await keepFiles();
    expect(files.filter(({ bytes }) => bytes.includes('inference.call')).length).toBeGreaterThan(5);
    for (const { name, bytes } of files) look(name, bytes);
    const server = await databaseFiles(gateway);
    expect(server.length).toBeGreaterThan(200);
    let size = 0;
    for (const file of server) {
      const { name, bytes } = await contentOf(file);
      size += bytes.length;
      look(name, bytes);
    }
    expect(controls.some((name) => name.includes('/pg_wal/'))).toBe(true);
    expect(controls.some((name) => name.includes('/base/'))).toBe(true);
    process.stdout.write(
      `searched ${items.length} items, ${tables.length} tables, ${files.length} files of the gateway, ${server.length} of the server with ${size} bytes\n`,
    );
    expect(seen).toEqual([]);
  });

  it('stand in no row after they were asked for as the provider of a breach', async () => {
    const address = `/api/v2/audit/breach-scope?provider_id=${canaries.word()}&from=2026-01-01&to=2026-02-01`;
    const { status } = await administration.call('GET', address, { as: administration.root });
    expect(status).toBe(200);
    const tables = await storedRows(administration.gateway);
    expect(tables.flatMap(({ name, bytes }) => canaries.sightings(name, bytes))).toEqual([]);
  });
});

/** Real ones: the tenants' keys, the platform's, and what the upstream's errors hold. */
const secrets = (): readonly string[] => {
  const { clinic, hospital, variables } = administration.gateway;
  return [clinic.key, hospital.key, (variables['RADIANT_KEYRING'] ?? '').slice(2), SECRET_IN_ERRORS.slice(0, 20)];
};
