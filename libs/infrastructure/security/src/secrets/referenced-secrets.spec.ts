import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeUpstreamSecrets } from '@radiant/inference/testing';
import { FixedClock } from '@radiant/kernel/testing';
import { inspect } from 'node:util';
import { AWS_TEXT, AwsFailure, FakeAwsEndpoint } from '../../test/fake-aws-endpoint.js';
import { createSecretsClient } from '../aws-clients.js';
import { ReferencedSecrets } from './referenced-secrets.js';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:radiant/openai-AbCdEf';
const OWN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!cluster-1234';
const MINUTE_MS = 60_000;

let stored: string | undefined;
let failure: AwsFailure | undefined;
let endpoint: FakeAwsEndpoint;
let regions: string[];
let clock: FixedClock;
let variables: Record<string, string>;
let secrets: ReferencedSecrets;

beforeEach(async () => {
  failure = undefined;
  stored = 'sk-of-aws';
  regions = [];
  variables = { OPENAI_API_KEY: ' sk-of-variable\n', RADIANT_KEYRING: 'ours', BLANK_KEY: ' ' };
  clock = new FixedClock();
  endpoint = new FakeAwsEndpoint({
    'secretsmanager.GetSecretValue': ({ SecretId }) => {
      if (failure) throw failure;
      if (SecretId !== ARN && SecretId !== OWN) throw new AwsFailure('ResourceNotFoundException');
      return { ARN: SecretId, SecretString: stored };
    },
  });
  const options = await endpoint.start();
  secrets = new ReferencedSecrets(
    {
      variable: (name) => variables[name],
      client: (region) => {
        regions.push(region);
        return createSecretsClient({ ...options, region });
      },
      own: new Set([OWN]),
    },
    clock,
  );
});
afterEach(async () => {
  secrets.close();
  await endpoint.stop();
});

describeUpstreamSecrets('variables', async () => ({
  secrets,
  reference: 'env:OPENAI_API_KEY',
  value: 'sk-of-variable',
  missing: 'env:OTHER_API_KEY',
  rotate: async (value) => void (variables['OPENAI_API_KEY'] = value),
}));

describeUpstreamSecrets('AWS Secrets Manager', async () => ({
  secrets,
  reference: `secret:${ARN}`,
  value: 'sk-of-aws',
  missing: `secret:${ARN}x`,
  rotate: async (value) => {
    stored = value;
    clock.advance(5_000);
  },
}));

describe('a referenced secret', () => {
  it('may be one field of a JSON object', async () => {
    stored = JSON.stringify({ api_key: 'sk-1', number: 7 });
    expect(await secrets.read(`secret:${ARN}#api_key`)).toBe('sk-1');
    for (const field of ['number', 'other', 'toString']) {
      await expect(secrets.read(`secret:${ARN}#${field}`)).rejects.toMatchObject({ code: 'service_unavailable' });
    }
  });

  it('is asked for in its own region, once in 5 minutes, and followed when it is rotated', async () => {
    for (let call = 0; call < 10; call += 1) await secrets.read(`secret:${ARN}`);
    expect([endpoint.calls.length, regions]).toEqual([1, ['eu-west-1']]);
    stored = 'sk-newer';
    clock.advance(5 * MINUTE_MS);
    expect(await secrets.read(`secret:${ARN}`)).toBe('sk-newer');
  });

  it('serves on while AWS does not answer, and shows nothing of what AWS says', async () => {
    await secrets.read(`secret:${ARN}`);
    failure = new AwsFailure('AccessDeniedException');
    clock.advance(60 * MINUTE_MS);
    expect(await secrets.read(`secret:${ARN}`)).toBe('sk-of-aws');
    const error: unknown = await secrets.read(`secret:${ARN}#other`).catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code: 'service_unavailable', message: 'a secret of the provider can not be read' });
    expect(inspect(error)).not.toContain(AWS_TEXT);
    expect(inspect(error)).not.toContain('arn:');
  });

  it.each(['env:RADIANT_KEYRING', 'env:BLANK_KEY', `secret:${OWN}`, `secret:${OWN}#password`])(
    'is never found at %s',
    async (reference) => {
      await expect(secrets.read(reference)).rejects.toMatchObject({ code: 'service_unavailable' });
      expect(endpoint.calls).toHaveLength(0);
    },
  );

  it('is not shown by whoever prints what keeps it', async () => {
    await secrets.read(`secret:${ARN}`);
    await secrets.read('env:OPENAI_API_KEY');
    const printed = inspect(secrets, { depth: 9, showHidden: true });
    for (const secret of ['sk-of-aws', 'sk-of-variable']) expect(printed).not.toContain(secret);
  });
});
