import { GetCommand, PutCommand, ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealContext, Sealer } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { describePhiVault } from '@radiant/phi/testing';
import { CLINIC, emptyTable, HOSPITAL, HOUR_MS, mapping, randomMappingId, testClient, watch } from '../test/store.js';
import { TestSealer } from '../test/test-sealer.js';
import { DynamoPhiVault } from './dynamo-phi-vault.js';

let client: DynamoDBDocumentClient;
let clock: FixedClock;
let table: string;

beforeAll(() => {
  client = testClient();
});
afterAll(() => client.destroy());

const vaultOn = (over: { client?: DynamoDBDocumentClient; sealer?: Sealer } = {}): DynamoPhiVault =>
  new DynamoPhiVault(over.client ?? client, table, over.sealer ?? new TestSealer(), clock);

describePhiVault('DynamoDB', async () => {
  clock = new FixedClock();
  table = await emptyTable(client);
  return { vault: vaultOn(), clock };
});

describe('DynamoPhiVault', () => {
  beforeEach(async () => {
    clock = new FixedClock();
    table = await emptyTable(client);
  });

  const storedItem = async (): Promise<Record<string, unknown>> => {
    const { Items } = await client.send(new ScanCommand({ TableName: table }));
    expect(Items).toHaveLength(1);
    return Items![0]!;
  };
  const put = (Item: Record<string, unknown>): Promise<unknown> =>
    client.send(new PutCommand({ TableName: table, Item }));

  it('stores numbers in the open and everything that could tell something sealed', async () => {
    const kept = mapping(clock.now());
    await vaultOn().create(CLINIC, kept);
    const item = await storedItem();
    expect(item).toEqual({
      pk: `TENANT#${CLINIC}#phi#${kept.id}`,
      version: 1,
      scope: 'tenant',
      sealed: expect.any(Uint8Array),
      expires_at: kept.expiresAt,
      retain_until: kept.retainUntil,
      ttl: Math.ceil(kept.retainUntil / 1000),
    });
    const bytes = Buffer.concat([Buffer.from(JSON.stringify(item)), item['sealed'] as Uint8Array]);
    for (const { original, placeholder, category } of kept.entries) {
      for (const text of [original, placeholder, category]) expect(bytes.includes(text)).toBe(false);
    }
  });

  it('lets the sweeper come at no earlier second than the record may go', async () => {
    const retainUntil = clock.now() + 1_001;
    await vaultOn().create(CLINIC, mapping(clock.now(), { retainUntil }));
    expect(Number((await storedItem())['ttl']) * 1000).toBeGreaterThanOrEqual(retainUntil);
  });

  it("seals for the tenant, the record and the version; a session's mapping under the session's key", async () => {
    const contexts: SealContext[] = [];
    const sealer = new TestSealer((context) => contexts.push(context));
    const first = mapping(clock.now());
    await vaultOn({ sealer }).create(CLINIC, first);
    await vaultOn({ sealer }).replace(CLINIC, { ...first, version: 2 });
    const record = `phi#${first.id}`;
    expect(contexts).toEqual([
      { tenantId: CLINIC, record, version: 1 },
      { tenantId: CLINIC, record, version: 2, keyScope: `session#${first.id}` },
    ]);
  });

  it("does not open a row that was copied under another tenant's key", async () => {
    const mine = mapping(clock.now());
    await vaultOn().create(CLINIC, mine);
    await put({ ...(await storedItem()), pk: `TENANT#${HOSPITAL}#phi#${mine.id}` });
    await expect(vaultOn().read(HOSPITAL, mine.id)).rejects.toMatchObject({ code: 'internal_error' });
    expect(await vaultOn().read(CLINIC, mine.id)).toEqual(mine);
  });

  it('does not open a row that was copied to another id or given another version', async () => {
    const mine = mapping(clock.now());
    const otherId = randomMappingId();
    await vaultOn().create(CLINIC, mine);
    const item = await storedItem();
    await put({ ...item, pk: `TENANT#${CLINIC}#phi#${otherId}` });
    await expect(vaultOn().read(CLINIC, otherId)).rejects.toMatchObject({ code: 'internal_error' });
    await put({ ...item, version: 2 });
    await expect(vaultOn().read(CLINIC, mine.id)).rejects.toMatchObject({ code: 'internal_error' });
  });

  it("does not open a session's mapping as if it were sealed under the tenant's key, or the other way", async () => {
    for (const [write, scope] of [
      ['create', 'session'],
      ['replace', 'tenant'],
    ] as const) {
      const kept = mapping(clock.now());
      await vaultOn()[write](CLINIC, kept);
      expect(await vaultOn().read(CLINIC, kept.id)).toEqual(kept);
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
      await put({ ...Items.find(({ pk }) => String(pk).endsWith(kept.id)), scope });
      await expect(vaultOn().read(CLINIC, kept.id)).rejects.toMatchObject({ code: 'internal_error' });
    }
  });

  it('believes the sealed dates when somebody prolongs a row', async () => {
    const kept = mapping(clock.now());
    await vaultOn().create(CLINIC, kept);
    const later = clock.now() + 100 * HOUR_MS;
    await put({ ...(await storedItem()), expires_at: later, retain_until: later });
    clock.advance(HOUR_MS);
    expect(await vaultOn().read(CLINIC, kept.id)).toEqual({ ...kept, entries: [] });
    clock.advance(HOUR_MS);
    expect(await vaultOn().read(CLINIC, kept.id)).toBeUndefined();
  });

  it('calls a record past its time unknown without opening it, since its key may be gone', async () => {
    const kept = mapping(clock.now());
    await vaultOn().create(CLINIC, kept);
    await put({ ...(await storedItem()), sealed: Buffer.from('sealed under a key that was retired') });
    await expect(vaultOn().read(CLINIC, kept.id)).rejects.toMatchObject({ code: 'internal_error' });
    clock.advance(2 * HOUR_MS);
    expect(await vaultOn().read(CLINIC, kept.id)).toBeUndefined();
  });

  it.each([
    ['has no sealed part', { sealed: undefined }],
    ['has text for its sealed part', { sealed: 'text' }],
    ['has no version', { version: undefined }],
    ['has no scope', { scope: undefined }],
    ['has no end', { retain_until: undefined }],
  ])('refuses a row that %s', async (_what, over) => {
    const kept = mapping(clock.now());
    await vaultOn().create(CLINIC, kept);
    const item = { ...(await storedItem()), ...over };
    await put(Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)));
    await expect(vaultOn().read(CLINIC, kept.id)).rejects.toMatchObject({
      code: 'internal_error',
      message: 'a stored mapping is not valid',
    });
  });

  it('makes 200 mappings created at once readable with a few batch writes', async () => {
    const own = testClient();
    const sent = watch(own);
    const mappings = Array.from({ length: 200 }, () => mapping(clock.now()));
    const vault = vaultOn({ client: own });
    await Promise.all(mappings.map((each) => vault.create(CLINIC, each)));
    expect(new Set(sent)).toEqual(new Set(['BatchWriteItemCommand']));
    expect(sent.length).toBeLessThanOrEqual(10);
    expect(await Promise.all(mappings.map((each) => vault.read(CLINIC, each.id)))).toEqual(mappings);
    own.destroy();
  });

  it('reads consistently, so that what was written is seen at once', async () => {
    const own = testClient();
    const inputs: object[] = [];
    watch(own, (_command, input) => void inputs.push(input));
    await vaultOn({ client: own }).read(CLINIC, randomMappingId());
    expect(inputs).toEqual([expect.objectContaining({ ConsistentRead: true })]);
    own.destroy();
  });

  it('refuses a mapping larger than an item may be, and the others of its batch are written', async () => {
    const vault = vaultOn();
    const small = mapping(clock.now());
    const original = 'x'.repeat(500_000);
    const large = mapping(clock.now(), { entries: [{ placeholder: '[PHI_NAME_1]', category: 'NAME', original }] });
    const [kept, refused] = await Promise.allSettled([vault.create(CLINIC, small), vault.create(CLINIC, large)]);
    expect(kept.status).toBe('fulfilled');
    expect(refused).toMatchObject({ reason: { code: 'payload_too_large' } });
    await expect(vault.replace(CLINIC, large)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(await vault.read(CLINIC, small.id)).toEqual(small);
  });

  it('stores the largest mapping it accepts', async () => {
    const fitting = (length: number) => {
      const entries = [{ placeholder: '[PHI_NAME_1]', category: 'NAME' as const, original: 'x'.repeat(length) }];
      return mapping(clock.now(), { entries });
    };
    const kept = fitting(398_700);
    await vaultOn().create(CLINIC, kept);
    expect(await vaultOn().read(CLINIC, kept.id)).toEqual(kept);
    await expect(vaultOn().create(CLINIC, fitting(399_000))).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  it('answers service_unavailable in its own words when the store fails, and never takes it for an answer', async () => {
    const broken = new DynamoPhiVault(client, 'no-such-table', new TestSealer(), clock);
    const failure = {
      code: 'service_unavailable',
      message: 'the store of PHI mappings and sessions is not available',
      facts: { retryAfterSeconds: 1 },
    };
    const kept = mapping(clock.now());
    await expect(broken.create(CLINIC, kept)).rejects.toMatchObject(failure);
    await expect(broken.replace(CLINIC, kept)).rejects.toMatchObject(failure);
    await expect(broken.read(CLINIC, kept.id)).rejects.toMatchObject(failure);
  });

  it('makes no key for a tenant id that is none', async () => {
    const forged = 'x#phi#1' as typeof CLINIC;
    await expect(vaultOn().read(forged, randomMappingId())).rejects.toThrow(TypeError);
    await expect(vaultOn().create(forged, mapping(clock.now()))).rejects.toThrow(TypeError);
    await expect(client.send(new GetCommand({ TableName: table, Key: { pk: 'x' } }))).resolves.not.toHaveProperty(
      'Item',
    );
  });
});
