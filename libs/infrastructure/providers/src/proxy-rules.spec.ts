import { describe, expect, it } from '@jest/globals';
import { proxyFor } from './proxy-rules.js';

const through = (upstream: string, noProxy: readonly string[] = []): string | undefined =>
  proxyFor(new URL(upstream), {
    httpsProxy: 'http://secure-proxy.example:3128',
    httpProxy: 'http://plain-proxy.example:3128',
    noProxy,
  })?.hostname;

describe('the proxy of an upstream', () => {
  it('is the one of its protocol', () => {
    expect(through('https://api.example')).toBe('secure-proxy.example');
    expect(through('http://api.example')).toBe('plain-proxy.example');
    expect(
      proxyFor(new URL('https://api.example'), { httpsProxy: undefined, httpProxy: 'http://p', noProxy: [] }),
    ).toBe(undefined);
  });

  it.each(['http://127.0.0.1:9', 'http://localhost:9', 'https://[::1]:9'])(
    'is none for %s on this machine',
    (upstream) => {
      expect(through(upstream)).toBeUndefined();
    },
  );

  it.each([
    ['https://api.example', '*'],
    ['https://api.example', 'api.example'],
    ['https://api.example', 'API.example'],
    ['https://api.example', 'example'],
    ['https://api.example', '.example'],
    ['https://api.example', '*.example'],
    ['https://api.example', 'api.example:443'],
    ['https://api.example:8443', 'api.example:8443'],
    ['https://203.0.113.7', '203.0.113.7'],
  ])('is none for %s where NO_PROXY has %s', (upstream, entry) => {
    expect(through(upstream, ['other.example', entry])).toBeUndefined();
  });

  it.each([
    ['https://api.example', 'pi.example'],
    ['https://api.example', 'api.example:8443'],
    ['https://api.example', '.'],
    ['https://api.example.evil', 'api.example'],
  ])('stays for %s where NO_PROXY has %s', (upstream, entry) => {
    expect(through(upstream, [entry])).toBe('secure-proxy.example');
  });
});
