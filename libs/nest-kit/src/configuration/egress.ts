import type { Variables } from './variables.js';

/** How this process reaches what is outside: models, and receivers of webhooks. */
export interface Egress {
  /** The key of `LITELLM_URL`. */
  readonly litellmKey: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly httpProxy: string | undefined;
  readonly noProxy: readonly string[];
  /** A file of certificates (PEM) that upstreams may show besides those of public authorities. */
  readonly caFile: string | undefined;
}

const PROXIES = ['http:', 'https:'];

/** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, as other programs read them. */
export function readEgress(variables: Variables): Egress {
  const named = (name: string): string => (variables.optional(name) === undefined ? name.toLowerCase() : name);
  return {
    litellmKey: variables.optional('LITELLM_API_KEY'),
    httpsProxy: variables.url(named('HTTPS_PROXY'), PROXIES),
    httpProxy: variables.url(named('HTTP_PROXY'), PROXIES),
    noProxy: variables.list(named('NO_PROXY')),
    caFile: variables.optional('RADIANT_UPSTREAM_CA_FILE'),
  };
}
