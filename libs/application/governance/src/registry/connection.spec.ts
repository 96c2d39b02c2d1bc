import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Provider } from '@radiant/registry';
import { of } from '../testing/case.js';
import { CLINIC, GRACE, HOSPITAL, person } from '../testing/people.js';
import { ACME, providerOf } from '../testing/registry-rows.js';
import { World } from '../testing/world.js';
import { ChangeProvider } from './change-provider.js';
import type { ConnectionFields } from './checked-connection.js';
import type { ProviderChange } from './provider-fields.js';

const ROOT = person('root', 'super_admin', HOSPITAL, CLINIC);
const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:radiant/acme-AbCdEf';

let world: World;
beforeEach(() => {
  world = new World();
  world.state.providers.push(providerOf(world));
});

const change = (fields: ProviderChange, actor = ROOT): Promise<Provider> =>
  new ChangeProvider(...of(world)).execute(actor, ACME, fields);
const connect = async (connection: ConnectionFields): Promise<Provider['connection']> =>
  (await change({ connection })).connection;
const refused = (field: string): unknown =>
  expect.objectContaining({ code: 'validation_error', facts: { field }, message: expect.stringContaining(field) });

describe("a provider's connection", () => {
  it('is all of what was given, and stands in the trail', async () => {
    const connection = {
      dialect: 'azure_openai',
      apiVersion: '2025-01-01-preview',
      keyHeader: 'ocp-apim-subscription-key',
      omit: ['seed'],
      rename: { max_completion_tokens: 'max_tokens' },
      extraFields: ['verbosity', 'web_search_options'],
      ca: `secret:${ARN}#ca`,
      clientCertificate: 'env:ACME_CERTIFICATE',
      clientKey: 'env:ACME_PRIVATE_KEY',
    };
    expect(await connect(connection)).toEqual(connection);
    expect(world.eventsOf(HOSPITAL).at(-1)?.details).toMatchObject({
      'after.connection.dialect': 'azure_openai',
      'after.connection.rename.max_completion_tokens': 'max_tokens',
    });
    expect(await connect({})).toEqual({ dialect: 'openai', omit: [], rename: {}, extraFields: [] });
  });

  it.each<[string, ConnectionFields]>([
    ['connection.dialect', { dialect: 'gopher' }],
    ['connection.api_version', { dialect: 'azure_openai' }],
    ['connection.api_version', { apiVersion: '2024-10-21' }],
    ['connection.api_version', { dialect: 'azure_openai', apiVersion: '2024-10-21&x=y' }],
    ['connection.key_header', { keyHeader: 'Host' }],
    ['connection.key_header', { keyHeader: 'host' }],
    ['connection.key_header', { keyHeader: 'content-length' }],
    ['connection.key_header', { keyHeader: 'x-key\r\nhost: evil' }],
    ['connection.omit', { omit: ['messages'] }],
    ['connection.rename', { rename: { tools: 'x' } }],
    ['connection.rename', { rename: { seed: 'messages' } }],
    ['connection.rename', { rename: { seed: 7 } }],
    ...[
      'messages',
      'user',
      'metadata',
      'store',
      'api_base',
      'base_url',
      'extra_headers',
      'fallbacks',
      'Verbosity',
      'a b',
    ].map((name): [string, ConnectionFields] => ['connection.extra_fields', { extraFields: ['verbosity', name] }]),
    ['connection.dialect', { dialect: 'anthropic', omit: ['seed'] }],
    ['connection.dialect', { dialect: 'openai_responses', rename: { seed: 'random_seed' } }],
    ['connection.ca', { ca: '-----BEGIN CERTIFICATE-----' }],
    ['connection.client_key', { clientCertificate: 'env:ACME_CERTIFICATE' }],
    ['connection.client_key', { clientCertificate: 'env:ACME_CERTIFICATE', clientKey: 'env:RADIANT_KEYRING' }],
  ])('is refused for a bad %s: %j', async (field, connection) => {
    await expect(change({ connection })).rejects.toEqual(refused(field));
  });

  it('is for super administrators, and needs an address of its own', async () => {
    await expect(change({ connection: {} }, GRACE)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change({ baseUrl: null, credential: null, connection: { dialect: 'anthropic' } })).rejects.toEqual(
      refused('connection'),
    );
  });
});

describe("a provider's key", () => {
  it.each(['env:OPENAI_API_KEY', `secret:${ARN}`, `secret:${ARN}#key`, 'env:AWS_BEARER_TOKEN_BEDROCK'])(
    'may be found at %s',
    async (credential) => {
      expect(await change({ credential })).toMatchObject({ credential });
    },
  );

  it.each(['sk-canary', 'env:RADIANT_KEYRING', 'env:DATABASE_URL', 'env:LITELLM_API_KEY', 'env:AWS_SESSION_TOKEN'])(
    'is never %s',
    async (credential) => {
      await expect(change({ credential })).rejects.toEqual(refused('credential'));
    },
  );

  it('does not follow the address to another origin unless it is given again', async () => {
    for (const baseUrl of [
      'https://elsewhere.example',
      'http://models.acme.example',
      'https://models.acme.example:8443',
    ]) {
      await expect(change({ baseUrl })).rejects.toEqual(refused('credential'));
    }
    expect(await change({ baseUrl: 'https://models.acme.example/other/path' })).toMatchObject({
      credential: 'env:ACME_KEY',
    });
    expect(await change({ baseUrl: 'https://elsewhere.example', credential: 'env:ACME_KEY' })).toMatchObject({
      baseUrl: 'https://elsewhere.example',
    });
    expect(await change({ baseUrl: 'https://third.example', credential: null })).toMatchObject({
      credential: undefined,
    });
  });

  it('belongs to an address: the default upstream has its own', async () => {
    await expect(change({ baseUrl: null })).rejects.toEqual(refused('credential'));
    expect(await change({ baseUrl: null, credential: null })).toMatchObject({ baseUrl: undefined });
  });

  it('of AWS signs nothing, so that it is refused when it is saved', async () => {
    const baseUrl = 'https://bedrock-runtime.us-west-2.amazonaws.com/openai';
    const iam = { authType: 'iam', credential: null, region: 'us-west-2', baseUrl };
    await expect(change(iam)).rejects.toEqual(refused('auth_type'));
  });
});
