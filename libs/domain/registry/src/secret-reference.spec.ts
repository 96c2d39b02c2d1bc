import { describe, expect, it } from '@jest/globals';
import { secretReference } from './secret-reference.js';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:radiant/openai-AbCdEf';

describe('a reference to a secret', () => {
  it('names a variable, or a secret and perhaps one field of it', () => {
    expect(secretReference('env:OPENAI_API_KEY')).toEqual({ kind: 'environment', name: 'OPENAI_API_KEY' });
    expect(secretReference('env:AWS_BEARER_TOKEN_BEDROCK')).toEqual({
      kind: 'environment',
      name: 'AWS_BEARER_TOKEN_BEDROCK',
    });
    const secret = { kind: 'secrets_manager', arn: ARN, region: 'eu-west-1', field: undefined };
    expect(secretReference(`secret:${ARN}`)).toEqual(secret);
    expect(secretReference(`secret:${ARN}#api_key`)).toEqual({ ...secret, field: 'api_key' });
  });

  it.each([
    ...[
      '',
      'env:',
      'env:openai_api_key',
      'env:PATH',
      'env:OPENAI',
      'env:A B_KEY',
      'env:X_KEY\n',
      'sk-1234',
      'OPENAI_API_KEY',
    ],
    ...[
      `secret:${ARN}#`,
      `secret:${ARN}#a#b`,
      `secret:${ARN}#a b`,
      'secret:arn:aws:s3:::bucket',
      `secret: ${ARN}`,
      ARN,
    ],
  ])('is not %j', (text) => {
    expect(secretReference(text)).toBeUndefined();
  });

  it.each([
    ...['RADIANT_KEYRING', 'RADIANT_EMBEDDED_KEY', 'DATABASE_URL', 'MIGRATION_DATABASE_URL', 'AWS_SECRET_ACCESS_KEY'],
    ...[
      'AWS_SESSION_TOKEN',
      'AURORA_SECRET_ARN',
      'LITELLM_API_KEY',
      'KMS_KEY_ID',
      'PGPASSWORD',
      'NPM_TOKEN',
      'HTTPS_PROXY',
    ],
  ])("never names the platform's own %s", (name) => {
    expect(secretReference(`env:${name}`)).toBeUndefined();
  });
});
