import { beforeEach, describe, expect, it } from '@jest/globals';
import { modelId, providerId } from '@radiant/kernel';
import { PLAIN_CONNECTION } from '@radiant/registry';
import { of } from '../testing/case.js';
import { ACME, LARGE, modelOf, providerOf } from '../testing/registry-rows.js';
import { CLINIC, GRACE, HOSPITAL, person } from '../testing/people.js';
import { World } from '../testing/world.js';
import { AddModel } from './add-model.js';
import { AddProvider } from './add-provider.js';
import { ChangeModel } from './change-model.js';
import { ChangeProvider } from './change-provider.js';

/** At home in the hospital, acting on the clinic. */
const ROOT = person('root', 'super_admin', HOSPITAL, CLINIC);

let world: World;
beforeEach(() => {
  world = new World();
  world.state.providers.push(providerOf(world));
  world.state.models.push(modelOf(world));
});

describe('a new provider', () => {
  it('is reached at the default upstream, without a secret and without trust, unless it says otherwise', async () => {
    const added = await new AddProvider(...of(world)).execute(ROOT, {
      id: providerId('new'),
      name: ' New ',
      type: 'self-hosted',
    });
    expect(added).toStrictEqual({
      id: 'new',
      name: 'New',
      type: 'self-hosted',
      status: 'active',
      hipaaCompliant: false,
      draining: false,
      baaAvailable: false,
      baseUrl: undefined,
      authType: 'none',
      region: undefined,
      credential: undefined,
      connection: PLAIN_CONNECTION,
      capabilities: [],
      config: {},
      revision: 1,
      createdAt: world.now,
      updatedAt: world.now,
    });
  });

  it("stands in the trail of the actor's own tenant", async () => {
    await new AddProvider(...of(world)).execute(ROOT, { id: providerId('new'), name: 'New', type: 'external' });
    expect(world.eventsOf(HOSPITAL)).toMatchObject([
      { action: 'provider.create', resource: { type: 'provider', id: 'new' }, details: { 'after.name': 'New' } },
    ]);
    expect(world.eventsOf(CLINIC)).toEqual([]);
  });
});

describe('a new model', () => {
  it('has no price and so is not served yet', async () => {
    const added = await new AddModel(...of(world)).execute(GRACE, {
      id: modelId('new'),
      providerId: ACME,
      name: 'new-1',
      displayName: 'New',
      specialty: 'general',
    });
    expect(added).toMatchObject({ status: 'active', prices: [], supportsStreaming: true, revision: 1 });
  });
});

describe('a change', () => {
  const provider = (): ChangeProvider => new ChangeProvider(...of(world));
  const model = (): ChangeModel => new ChangeModel(...of(world));

  it('counts the revision up and tells of what differs', async () => {
    expect(await provider().execute(GRACE, ACME, { hipaaCompliant: true, config: { a: 1 } })).toMatchObject({
      hipaaCompliant: true,
      revision: 5,
    });
    expect(await model().execute(GRACE, LARGE, { description: null, status: 'deprecated' })).toMatchObject({
      description: undefined,
      status: 'deprecated',
      revision: 3,
    });
    expect(world.eventsOf(CLINIC).map(({ details }) => details)).toStrictEqual([
      { 'before.hipaa_compliant': false, 'after.hipaa_compliant': true, 'before.config.a': null, 'after.config.a': 1 },
      {
        'before.description': 'Long contexts',
        'after.description': null,
        'before.status': 'active',
        'after.status': 'deprecated',
      },
    ]);
  });

  it('is refused when what was read is no longer what stands, and leaves no event', async () => {
    const stale = { code: 'precondition_failed' };
    await expect(provider().execute(ROOT, ACME, { name: 'x' }, [3])).rejects.toMatchObject(stale);
    await expect(provider().execute(ROOT, ACME, { name: 'x' }, [])).rejects.toMatchObject(stale);
    await expect(model().execute(ROOT, LARGE, { displayName: 'x' }, [1, 3])).rejects.toMatchObject(stale);
    expect(world.state.events).toEqual([]);
    expect(await model().execute(ROOT, LARGE, { displayName: 'x' }, [1, 2])).toMatchObject({ revision: 3 });
  });

  it('of an address, a secret or a name upstream needs a super administrator', async () => {
    for (const change of [
      { baseUrl: null, credential: null },
      { credential: null },
      { authType: 'none' },
      { region: 'eu-west-1' },
    ]) {
      await expect(provider().execute(GRACE, ACME, change)).rejects.toMatchObject({ code: 'forbidden' });
      expect(await provider().execute(ROOT, ACME, change)).toMatchObject({ id: ACME });
    }
    await expect(model().execute(GRACE, LARGE, { name: 'x' })).rejects.toMatchObject({ facts: { field: 'name' } });
  });

  it.each(['https://host', 'http://host.example:8443/path/to', 'https://[2001:db8::1]:8443', 'https://10.0.0.7'])(
    'takes the address %s',
    async (baseUrl) => {
      const credential = 'env:ACME_KEY';
      expect(await provider().execute(ROOT, ACME, { baseUrl, credential })).toMatchObject({ baseUrl });
    },
  );

  it.each([
    'host',
    'file:///etc/passwd',
    'https://',
    'https://host:port',
    'https://a@b',
    'https://host#x',
    'https://host/a b',
    'https://host\\evil',
    `https://${'a'.repeat(500)}`,
  ])('refuses the address %s', async (baseUrl) => {
    await expect(provider().execute(ROOT, ACME, { baseUrl })).rejects.toMatchObject({ facts: { field: 'base_url' } });
  });

  it.each([
    { api_key: 'x' },
    { nested: { clientSecret: 'x' } },
    { list: [{ Authorization: 'x' }] },
    { access_token: 'x' },
    { long: 'x'.repeat(10_001) },
  ])('refuses the config %j', async (config) => {
    await expect(provider().execute(ROOT, ACME, { config })).rejects.toMatchObject({ facts: { field: 'config' } });
  });

  it('takes a config that is named like nothing secret', async () => {
    const config = { max_tokens: 5, tokenizer: 'o200k', deployment: { zone: 'a' } };
    expect(await provider().execute(ROOT, ACME, { config })).toMatchObject({ config });
  });
});
