import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FixedClock } from '@radiant/kernel/testing';
import { inspect } from 'node:util';
import { AWS_TEXT, AwsFailure, FakeAwsEndpoint } from '../../test/fake-aws-endpoint.js';
import { failureOf } from '../../test/replicas.js';
import { createSecretsClient } from '../aws-clients.js';
import { DatabaseSecret } from './database-secret.js';

const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!cluster-1234';
const OLD = 'k7Jq0xWm4ZpT9rBv';
const NEW = 'Hd83bQmz0PwXy5Lt';
const MINUTE_MS = 60_000;

describe('DatabaseSecret', () => {
  let stored: string | undefined;
  let failure: AwsFailure | undefined;
  let endpoint: FakeAwsEndpoint;
  let client: SecretsManagerClient;
  let clock: FixedClock;
  let secret: DatabaseSecret;

  const store = (fields: object): void => void (stored = JSON.stringify(fields));

  beforeEach(async () => {
    failure = undefined;
    endpoint = new FakeAwsEndpoint({
      'secretsmanager.GetSecretValue': ({ SecretId }) => {
        if (failure) throw failure;
        if (SecretId !== ARN) throw new AwsFailure('ResourceNotFoundException');
        return { ARN, SecretString: stored };
      },
    });
    client = createSecretsClient(await endpoint.start());
    clock = new FixedClock();
    secret = new DatabaseSecret(client, ARN, clock);
    store({ username: 'radiant_app', password: OLD });
  });
  afterEach(async () => {
    client.destroy();
    await endpoint.stop();
  });

  it('reads what Amazon RDS writes', async () => {
    store({ username: 'app', password: OLD, engine: 'postgres', host: 'db.internal', port: 6432, dbname: 'radiant' });
    expect(await secret.credentials()).toEqual({
      username: 'app',
      password: OLD,
      host: 'db.internal',
      port: 6432,
      databaseName: 'radiant',
    });
  });

  it('needs no more than name and password, and takes a port in quotes', async () => {
    expect(await secret.credentials()).toMatchObject({ host: undefined, port: undefined, databaseName: undefined });
    store({ username: 'app', password: OLD, port: '5433' });
    expect(await new DatabaseSecret(client, ARN, clock).credentials()).toMatchObject({ port: 5433 });
  });

  it('reads once in 5 minutes, however many ask', async () => {
    await Promise.all(Array.from({ length: 20 }, () => secret.password()));
    clock.advance(5 * MINUTE_MS - 1);
    await secret.password();
    expect(endpoint.calls).toHaveLength(1);
    clock.advance(1);
    await Promise.all(Array.from({ length: 20 }, () => secret.password()));
    expect(endpoint.calls).toHaveLength(2);
  });

  it('follows a rotation within 5 minutes', async () => {
    expect(await secret.password()).toBe(OLD);
    store({ username: 'radiant_app', password: NEW });
    clock.advance(5 * MINUTE_MS);
    expect(await secret.password()).toBe(NEW);
  });

  it('follows it at once when the database refused the password', async () => {
    await secret.password();
    clock.advance(MINUTE_MS);
    store({ username: 'radiant_app', password: NEW });
    expect(await secret.password()).toBe(OLD);
    await secret.refresh();
    expect(await secret.password()).toBe(NEW);
  });

  it('reads no more often than every 5 s, however often the password is refused', async () => {
    await secret.password();
    store({ username: 'radiant_app', password: NEW });
    clock.advance(4_999);
    await Promise.all([secret.refresh(), secret.refresh()]);
    expect(endpoint.calls).toHaveLength(1);
    clock.advance(1);
    await Promise.all([secret.refresh(), secret.refresh()]);
    expect(endpoint.calls).toHaveLength(2);
    expect(await secret.password()).toBe(NEW);
  });

  it('serves on with what it knows while nobody answers, asks every 5 s, and follows when it is back', async () => {
    await secret.password();
    failure = new AwsFailure('AccessDeniedException');
    clock.advance(60 * MINUTE_MS);
    for (const wait of [0, 4_999, 1]) {
      clock.advance(wait);
      expect(await secret.password()).toBe(OLD);
    }
    await secret.refresh();
    expect(endpoint.calls).toHaveLength(3);
    failure = undefined;
    store({ username: 'radiant_app', password: NEW });
    clock.advance(5_000);
    expect(await secret.password()).toBe(NEW);
    await endpoint.stop();
    clock.advance(60 * MINUTE_MS);
    expect(await secret.password()).toBe(NEW);
  });

  it('says so when it never had an answer, with none of the text of AWS, and tries again after 5 s', async () => {
    failure = new AwsFailure('ResourceNotFoundException');
    const error = await failureOf(secret.password());
    expect(error).toMatchObject({ code: 'service_unavailable', message: 'the database secret can not be read' });
    expect(inspect(error)).not.toContain(AWS_TEXT);
    failure = undefined;
    clock.advance(5_000);
    expect(await secret.password()).toBe(OLD);
  });

  it('lets no slow answer overtake a later one', async () => {
    const slow: ((text: string) => void)[] = [];
    const lagging = new FakeAwsEndpoint({
      'secretsmanager.GetSecretValue': () =>
        new Promise((answer) =>
          slow.push((password) => answer({ SecretString: JSON.stringify({ username: 'app', password }) })),
        ),
    });
    const laggingClient = createSecretsClient(await lagging.start());
    const late = new DatabaseSecret(laggingClient, ARN, clock);
    const asked = async (count: number): Promise<void> => {
      while (slow.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const first = late.password();
    await asked(1);
    clock.advance(5_000);
    const second = late.password();
    await asked(2);
    slow[1]!(NEW);
    expect(await second).toBe(NEW);
    slow[0]!(OLD);
    expect(await first).toBe(OLD);
    expect(await late.password()).toBe(NEW);
    await lagging.stop();
    clock.advance(60 * MINUTE_MS);
    expect(await late.password()).toBe(NEW);
    laggingClient.destroy();
  });

  it.each([
    ['no text', () => (stored = undefined), 'is not a JSON object'],
    ['no JSON', () => (stored = `password=${OLD}`), 'is not a JSON object'],
    ['a list', () => (stored = `["${OLD}"]`), 'is not a JSON object'],
    ['no username', () => store({ password: OLD }), 'has no username'],
    ['an empty username', () => store({ username: '', password: OLD }), 'has no username'],
    ['no password', () => store({ username: 'app' }), 'has a password that is empty'],
    ['an empty password', () => store({ username: 'app', password: '' }), 'has a password that is empty'],
    ['a short password', () => store({ username: 'app', password: OLD.slice(1) }), 'shorter than 16'],
    ['a default password', () => store({ username: 'app', password: 'postgres-password' }), 'common words'],
    ['a password that is a number', () => store({ username: 'app', password: 12 }), 'a password that is not text'],
    ['a host that is no text', () => store({ username: 'app', password: OLD, host: {} }), 'a host that is not text'],
    ['port 0', () => store({ username: 'app', password: OLD, port: 0 }), 'a port that is no port'],
    ['port 65536', () => store({ username: 'app', password: OLD, port: 65_536 }), 'a port that is no port'],
  ])(
    'refuses a secret with %s, also in the place of a good one, and shows nothing of it',
    async (_what, spoil, problem) => {
      const unread = new DatabaseSecret(client, ARN, clock);
      await secret.password();
      spoil();
      clock.advance(5 * MINUTE_MS);
      for (const each of [secret, unread]) {
        const error = await failureOf(each.password());
        expect(error.code).toBe('service_unavailable');
        expect(error.message).toContain(`the database secret (AURORA_SECRET_ARN) `);
        expect(error.message).toContain(problem);
        for (const part of [OLD.slice(1), 'postgres-password']) expect(inspect(error)).not.toContain(part);
      }
    },
  );

  it('prints no password', async () => {
    await secret.password();
    expect(inspect(secret, { depth: 9, showHidden: true })).not.toContain(OLD);
  });
});
