import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './read-environment.js';
import { featureFlags } from './features.js';
import { EnvironmentError } from './variables.js';

const PROD = {
  ENVIRONMENT: 'prod',
  DATABASE_URL: `postgres://radiant_app:${'p'.repeat(16)}@db.example.org/radiant?sslmode=verify-full`,
  LITELLM_URL: 'https://litellm.example.org',
  RADIANT_KEYRING: '1:key',
};

function problems(values: Record<string, string>): readonly string[] {
  try {
    readEnvironment(values);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({})).toMatchObject({
      name: 'dev',
      tier: 1,
      port: 8080,
      adminPort: 8081,
      logLevel: 'info',
      embedded: true,
    });
  });

  it('says which models SageMaker runs, and where', () => {
    const read = (models: string) =>
      readEnvironment({ RADIANT_MODEL_RUNTIME: 'sagemaker', RADIANT_SAGEMAKER_MODELS: models }).modelRuntime;
    expect(() => read('')).toThrow('RADIANT_SAGEMAKER_MODELS must be');
    expect([...read('own/llama=component:llama-70b, mistral=endpoint:mistral/AllTraffic').sagemakerModels]).toEqual([
      ['own/llama', { kind: 'component', name: 'llama-70b' }],
      ['mistral', { kind: 'endpoint', name: 'mistral', variant: 'AllTraffic' }],
    ]);
    for (const wrong of ['a=component:x,a=component:y', 'a=component:', 'a=endpoint:x', 'component:x', 'a=x']) {
      expect(() => read(wrong)).toThrow('RADIANT_SAGEMAKER_MODELS must be');
    }
  });

  it.each([undefined, '', '  '])('listens on this machine alone where HOST is %p', (HOST) => {
    expect(readEnvironment({ HOST }).host).toBe('127.0.0.1');
  });

  it('knows proxies by address, by range and by the names that Fastify has, and one port of a SIEM', () => {
    const proxies = ['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1', 'loopback'];
    const values = { RADIANT_TRUSTED_PROXIES: proxies.join(', '), RADIANT_SYSLOG_URL: 'tls://siem.example.org:6514' };
    expect(readEnvironment(values)).toMatchObject({
      trustedProxies: proxies,
      syslogUrl: 'tls://siem.example.org:6514',
    });
  });

  it('wraps keys in one place', () => {
    expect(problems({ RADIANT_KEYRING: '1:key', KMS_KEY_ID: 'arn' })).toEqual([
      'KMS_KEY_ID must be unset when RADIANT_KEYRING is set: keys are wrapped in one place',
    ]);
  });

  it('is not embedded when there is a database', () => {
    expect(readEnvironment({ DATABASE_URL: 'postgres://a:b@c/d' }).embedded).toBe(false);
  });

  it.each([
    ['TIER', '0', 'a whole number from 1 to 5'],
    ['RADIANT_PRESIDIO_URL', 'presidio:3000', 'an address beginning with http:// or https://'],
    ['RADIANT_PRESIDIO_LANGUAGE', 'English', 'the code of a language'],
    ['RADIANT_MODEL_RUNTIME', 'lambda', 'one of none, simulated, sagemaker'],
    ['RADIANT_SAGEMAKER_MODELS', 'own/llama=component:llama', 'MODEL=component:NAME or MODEL=endpoint:NAME/VARIANT'],
    ['RADIANT_COLD_QUEUE', '-1', 'a whole number from 0 to 10000'],
    ['TIER', '1.5', 'a whole number from 1 to 5'],
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['ENVIRONMENT', 'production', 'one of dev, staging, prod'],
    ['LOG_LEVEL', 'trace', 'one of debug, info, warn, error'],
    ['LITELLM_URL', 'ftp://x', 'an address beginning with http:// or https://'],
    ['LITELLM_URL', 'https://litellm.example.org/v1', 'an address without /v1 at its end, which is added'],
    ['LITELLM_URL', 'https://litellm.example.org/v1/', 'an address without /v1 at its end, which is added'],
    ['DATABASE_URL', 'mysql://x', 'an address beginning with postgres:// or postgresql://'],
    ['RADIANT_EMBEDDED', 'yes', 'one of true, false'],
    ['CORS_ORIGINS', '*', 'origins separated by commas'],
    ['RADIANT_ALLOWED_UPSTREAMS', 'models.internal', 'origins separated by commas'],
    ['RADIANT_ALLOWED_WEBHOOKS', 'https://hooks.internal/path', 'origins separated by commas'],
    ['CORS_ORIGINS', 'https://a.org/path', 'origins separated by commas'],
    ['RADIANT_TRUSTED_PROXIES', 'proxy', 'addresses or ranges separated by commas'],
    ['RADIANT_TRUSTED_PROXIES', '10.0.0.0/33', 'addresses or ranges separated by commas'],
    ['RADIANT_TRUSTED_PROXIES', '10.0.0.0/0', 'addresses or ranges separated by commas'],
    ['RADIANT_TRUSTED_PROXIES', '::1/8/8', 'addresses or ranges separated by commas'],
    ['RADIANT_SYSLOG_URL', 'tcp://siem', 'tls://, tcp:// or udp:// and then host:port'],
    ['RADIANT_SYSLOG_URL', 'https://siem:6514', 'tls://, tcp:// or udp:// and then host:port'],
  ])('names %s when it is %s, and what is expected', (name, value, expected) => {
    expect(problems({ [name]: value }).join()).toContain(`${name} must be ${expected}`);
  });

  it('names every mistake at once, and never a value', () => {
    const found = problems({ TIER: '9', PORT: 'secret-value', RADIANT_TYPO: 'x' });
    expect(found).toHaveLength(3);
    expect(found.join()).not.toContain('secret-value');
  });

  it('of production is taken when it is fit', () => {
    expect(problems(PROD)).toEqual([]);
    expect(problems({ ...PROD, DATABASE_URL: `postgres://a:${'p'.repeat(16)}@127.0.0.1/radiant` })).toEqual([]);
    for (const address of ['https://presidio.example.org/a', 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
      expect(problems({ ...PROD, RADIANT_PRESIDIO_URL: address })).toEqual([]);
    }
  });

  it.each([
    ['an embedded database', { DATABASE_URL: '' }, 'DATABASE_URL'],
    ['a short password', { DATABASE_URL: 'postgres://a:short@b/c' }, 'DATABASE_URL'],
    ['a database without TLS', { DATABASE_URL: PROD.DATABASE_URL.replace('verify-full', 'prefer') }, 'DATABASE_URL'],
    ['no upstream', { LITELLM_URL: '' }, 'LITELLM_URL'],
    ['plain http', { LITELLM_URL: 'http://litellm.example.org' }, 'LITELLM_URL'],
    ['a local vault', { DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000' }, 'DYNAMODB_ENDPOINT'],
    ['no keyring', { RADIANT_KEYRING: '' }, 'RADIANT_KEYRING'],
    ['an analyzer in the clear', { RADIANT_PRESIDIO_URL: 'http://presidio.example.org' }, 'RADIANT_PRESIDIO_URL'],
  ])('of production refuses %s', (_, change, name) => {
    expect(problems({ ...PROD, ...change }).join()).toContain(`${name} must be`);
  });

  it('of production names nothing that was not set and needs not be', () => {
    expect(problems({ ...PROD, DATABASE_URL: '' })).toHaveLength(1);
    expect(problems({ ...PROD, RADIANT_MODEL_RUNTIME: 'simulated' }).join()).toContain('RADIANT_MODEL_RUNTIME must be');
  });

  it('knows the token of commands that are run in the same shell', () => {
    expect(problems({ RADIANT_ADMIN_TOKEN: 'eyJ' })).toEqual([]);
  });

  it.each([['short'], ['x'.repeat(201)], ['ä'.repeat(40)], ['with a space '.repeat(4)]])(
    'refuses %s as the token of the metrics, and says nothing of it',
    (token) => {
      const found = problems({ RADIANT_METRICS_TOKEN: token }).join();
      expect(found).toContain('RADIANT_METRICS_TOKEN must be 32 to 200');
      expect(found).not.toContain(token);
    },
  );

  it.each([
    [1, { waf: false, sagemaker: false, multiRegion: false }],
    [2, { waf: true, guardDuty: true, elasticache: true, xray: true, sagemaker: false }],
    [3, { sagemaker: true, advancedMetrics: true, multiRegion: false }],
    [4, { multiRegion: true }],
  ] as const)('of tier %i has its features', (tier, features) => {
    expect(featureFlags(tier)).toMatchObject({ ...features, phiSanitization: true });
  });

  it('knows the way out, in either case of its variables, and shows no secret when it is printed', () => {
    const values = {
      LITELLM_API_KEY: 'sk-1',
      https_proxy: 'http://proxy:3128',
      NO_PROXY: '.internal, localhost',
      OPENAI_API_KEY: 'sk-2',
    };
    const environment = readEnvironment(values);
    expect(environment.egress).toMatchObject({
      litellmKey: 'sk-1',
      httpsProxy: 'http://proxy:3128',
      httpProxy: undefined,
      noProxy: ['.internal', 'localhost'],
    });
    expect(environment.variable('OPENAI_API_KEY')).toBe('sk-2');
    expect(JSON.stringify(environment)).not.toContain('sk-2');
    expect(problems({ HTTPS_PROXY: 'proxy:3128' })).toEqual([
      'HTTPS_PROXY must be an address beginning with http:// or https://',
    ]);
  });
});
