import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from './administration.js';

jest.setTimeout(180_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

const APPS: [string, () => string][] = [
  ['public', () => administration.gateway.url],
  ['admin', () => administration.url],
];

/** The directives of a reply's policy: `style-src` to its sources. */
const policyOf = ({ headers }: Response): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, part = '']) => part);

describe.each(APPS)('the page /docs of the %s API', (_, url) => {
  it.each(['/docs', '/docs/'])(
    '(%s) may run, draw and call what comes from here, and nothing else',
    async (address) => {
      const page = await fetch(url() + address);
      expect(page.headers.get('content-type')).toContain('text/html');
      const policy = policyOf(page);
      expect(policy.get('default-src')).toEqual(["'none'"]);
      for (const name of ['frame-ancestors', 'base-uri', 'form-action']) expect(policy.get(name)).toEqual(["'none'"]);
      for (const name of ['script-src', 'connect-src']) expect(policy.get(name)).toEqual(["'self'"]);
      expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe-(inline|eval)|https?:|\*/);
    },
  );

  it('has nothing inline that its policy does not name, and everything else from here', async () => {
    const page = await fetch(`${url()}/docs/`);
    const policy = policyOf(page);
    const html = await page.text();
    expect(all(html, /<script[^>]*>([^<]*)<\/script>/g).map((text) => text.trim())).toEqual(['', '', '']);
    expect(html).not.toMatch(/\son\w+\s*=|javascript:/i);
    const script = await (await fetch(`${url()}/docs/swagger-ui-standalone-preset.js`)).text();
    const styles = [...all(html, /<style>([^<]*)<\/style>/g), ...all(script, /createElement\("style",null,"([^"]*)"/g)];
    expect(styles).toHaveLength(3);
    expect(policy.get('style-src')).toEqual(["'self'", ...styles.map(sourceOf)]);
    expect(policy.get('style-src-attr')).toEqual(["'unsafe-hashes'", ...all(html, /\sstyle="([^"]*)"/g).map(sourceOf)]);
    const parts = [...all(html, /<script src="([^"]*)"/g), ...all(html, /<link [^>]*href="([^"]*)"/g)];
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      expect(part).toMatch(/^\.\//);
      expect((await fetch(new URL(part, `${url()}/docs/`))).status).toBe(200);
    }
  });

  it('asks no one else whether the description is valid', async () => {
    expect(await (await fetch(`${url()}/docs/swagger-ui-init.js`)).text()).toContain('"validatorUrl": null');
  });
});

describe.each(APPS)('every other reply of the %s API', (_, url) => {
  it.each(['/api/v2/health', '/openapi.json', '/api/v2/none', '/%zz', '/docs-of-others'])(
    '(%s) is nothing that a browser may run or frame',
    async (address) => {
      const reply = await fetch(url() + address);
      expect(reply.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    },
  );
});
