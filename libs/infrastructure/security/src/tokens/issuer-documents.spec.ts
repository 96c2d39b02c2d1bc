import { describe, expect, it, jest } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import { createServer, type RequestListener } from 'node:http';
import { CLIENT, issued, ISSUER, KEYS, NOW } from '../../test/given-issuer.js';
import { fetchJson, type Fetch } from './fetch-json.js';
import { cognitoIssuer, discoverJwksUri, fetchKeySet } from './issuer-documents.js';
import { JwksTokenVerifier } from './jwks-token-verifier.js';

const LOGIN = 'https://login.example.org';

/** Answers with documents by address, and 404 for every other. */
function serving(documents: Record<string, unknown>) {
  const asked: string[] = [];
  const fetch: Fetch = async (url, { redirect }) => {
    asked.push(`${url} ${redirect}`);
    const document = documents[url];
    return document === undefined ? new Response('', { status: 404 }) : Response.json(document);
  };
  return { fetch, asked };
}

describe('where an issuer keeps its keys', () => {
  it('is a fixed place for Cognito', async () => {
    const place = `${ISSUER}/.well-known/jwks.json`;
    const { fetch, asked } = serving({ [place]: KEYS });
    const options = { kind: 'cognito', issuer: ISSUER, audience: [CLIENT] } as const;
    const verifier = new JwksTokenVerifier(options, new FixedClock(NOW), fetch);
    expect((await verifier.verify(issued())).subject).toBe('ada');
    expect(asked).toEqual([`${place} error`]);
  });

  it.each([LOGIN, `${LOGIN}/`, `${LOGIN}/realms/a`])('is said by discovery for %s', async (issuer) => {
    const place = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const { fetch, asked } = serving({
      [place]: { issuer, jwks_uri: 'https://keys.example.org/set' },
      'https://keys.example.org/set': KEYS,
    });
    const options = { kind: 'oidc', issuer, audience: ['radiant'] } as const;
    const verifier = new JwksTokenVerifier(options, new FixedClock(NOW), fetch);
    expect((await verifier.verify(issued({ iss: issuer, aud: 'radiant' }))).subject).toBe('ada');
    expect(asked).toEqual([`${place} error`, 'https://keys.example.org/set error']);
  });

  it.each([
    ['another issuer', { issuer: `${LOGIN}/`, jwks_uri: `${LOGIN}/keys` }],
    ['no issuer', { jwks_uri: `${LOGIN}/keys` }],
    ['no place', { issuer: LOGIN }],
    ['a place in the clear', { issuer: LOGIN, jwks_uri: 'http://login.example.org/keys' }],
    ['a place of another kind', { issuer: LOGIN, jwks_uri: 'file:///etc/passwd' }],
    ['a place on this machine', { issuer: LOGIN, jwks_uri: 'http://127.0.0.1/keys' }],
    ['a list', []],
    ['null', null],
  ])('is not believed from a document that names %s', async (_what, document) => {
    const { fetch } = serving({ [`${LOGIN}/.well-known/openid-configuration`]: document });
    await expect(discoverJwksUri(fetch, LOGIN)).rejects.toThrow();
  });

  it('may be in the clear on this very machine, at the issuer’s own address', async () => {
    const issuer = 'http://127.0.0.1:8080';
    const place = `${issuer}/.well-known/openid-configuration`;
    const found = (jwks_uri: string) => discoverJwksUri(serving({ [place]: { issuer, jwks_uri } }).fetch, issuer);
    expect((await found(`${issuer}/keys`)).href).toBe(`${issuer}/keys`);
    await expect(found('http://127.0.0.1:9999/keys')).rejects.toThrow();
  });

  it.each([{}, { keys: {} }, { keys: [null] }, { keys: ['x'] }, { keys: [{}] }, [], null, 'text'])(
    'holds no set of keys if it holds %j',
    async (document) => {
      const { fetch } = serving({ [`${LOGIN}/keys`]: document });
      await expect(fetchKeySet(fetch, new URL(`${LOGIN}/keys`))).rejects.toThrow();
    },
  );
});

describe('cognitoIssuer', () => {
  it('is the pool’s address', () => {
    expect(cognitoIssuer('eu-central-1', 'eu-central-1_AbCdEfGhI')).toBe(ISSUER);
    expect(cognitoIssuer('us-gov-west-1', 'us-gov-west-1_x')).toMatch(/^https:.*amazonaws\.com\/us-gov-west-1_x$/);
    expect(cognitoIssuer('cn-north-1', 'cn-north-1_x')).toMatch(/\.amazonaws\.com\.cn\/cn-north-1_x$/);
  });

  it.each([
    ['eu-central-1', 'us-east-1_AbC'],
    ['eu-central-1', 'AbCdEfGhI'],
    ['eu-central-1', 'eu-central-1_'],
    ['eu-central-1', 'eu-central-1_a/../../x'],
    ['eu-central-1', 'eu-central-1_a_b'],
    ['evil.example/', 'evil.example/_x'],
    ['', '_x'],
  ])('takes no pool that is not of the region: %j, %j', (region, pool) => {
    expect(() => cognitoIssuer(region, pool)).toThrow(
      expect.objectContaining({ code: 'validation_error', facts: { field: 'USER_POOL_ID' } }),
    );
  });
});

describe('fetchJson', () => {
  async function answering(listener: RequestListener): Promise<unknown> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      return await fetchJson(globalThis.fetch, new URL(`http://127.0.0.1:${port}/`));
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it('reads a document', async () => {
    expect(await answering((_, response) => response.end('{"a":"ä"}'))).toEqual({ a: 'ä' });
  });

  it('follows no redirect', async () => {
    const asked: (string | undefined)[] = [];
    const redirecting = answering(({ url }, response) => {
      asked.push(url);
      response.writeHead(302, { location: '/elsewhere' }).end('{}');
    });
    await expect(redirecting).rejects.toThrow();
    expect(asked).toEqual(['/']);
  });

  it.each([201, 204, 304, 401, 404, 500])('takes no answer of status %s', async (status) => {
    await expect(answering((_, response) => response.writeHead(status).end('{}'))).rejects.toThrow();
  });

  it('reads 1 MiB and not a byte more, and does not wait for the end of what has none', async () => {
    const exactly = JSON.stringify('x'.repeat(1_048_574));
    expect(await answering((_, response) => response.end(exactly))).toHaveLength(1_048_574);
    await expect(answering((_, response) => response.end(`${exactly} `))).rejects.toThrow('too large');
    const endless = answering((_, response) => {
      const more = () => void response.write('x'.repeat(65_536), (error) => error ?? more());
      more();
    });
    await expect(endless).rejects.toThrow('too large');
  });

  it.each(['', 'no JSON', '\xff'])('takes no %j', async (text) => {
    await expect(answering((_, response) => response.end(Buffer.from(text, 'latin1')))).rejects.toThrow();
  });

  it('gives up after five seconds', async () => {
    const deadline = new AbortController();
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
    await expect(answering(() => deadline.abort())).rejects.toThrow();
    expect(timeout).toHaveBeenCalledWith(5_000);
    timeout.mockRestore();
  });
});
