type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A request of the API with nothing wrong in it. */
export interface Operation {
  /** As the description names it: `GET /api/v2/tenants/{id}`. */
  readonly name: string;
  readonly method: string;
  /** With `{parameters}`. */
  readonly path: string;
  readonly query: readonly string[];
  readonly body: Json | undefined;
}

/** Where in a request a text of the caller's choice may stand. */
export type Site =
  | { readonly kind: 'path' | 'query' | 'header'; readonly name: string }
  | { readonly kind: 'field'; readonly at: readonly (string | number)[] }
  | { readonly kind: 'key' }
  | { readonly kind: 'document' };

/** What is sent. Headers hold Latin-1 without control characters: more no client can send. */
export interface Attack {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

const HEADERS = [
  'authorization',
  'x-api-key',
  'x-tenant-id',
  'x-openwebui-user-id',
  'x-radiant-session-id',
  'x-radiant-restore',
  'x-radiant-phi',
  'x-radiant-tags',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-request-id',
  'idempotency-key',
  'if-match',
  'user-agent',
  'content-type',
  'accept',
  'origin',
  'host',
  'cookie',
  'traceparent',
];

/** A chat request with a text in every field that takes one. */
export const CHAT: Json = {
  model: 'demo-chat-small',
  messages: [
    { role: 'system', content: 'Be brief.', name: 'rules' },
    { role: 'user', content: [{ type: 'text', text: 'Patient Jane Doe is here.' }] },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'lookup', arguments: '{"q":"x"}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'nothing' },
  ],
  tools: [
    {
      type: 'function',
      function: {
        name: 'lookup',
        description: 'Looks up',
        parameters: { type: 'object', properties: { q: { type: 'string', description: 'what' } } },
      },
    },
  ],
  tool_choice: 'none',
  stop: ['END'],
  reasoning_effort: 'low',
  response_format: { type: 'text' },
  user: 'somebody',
  metadata: { note: 'n' },
  session_id: '0b0f7a52-6a53-4c8e-9a3f-6b1c1f1f2a10',
  phi_categories: ['NAME'],
};

/** Every operation of an API's description, but the probes, which read nothing of a request. */
export function operationsOf(description: unknown): readonly Operation[] {
  const { paths } = description as { paths: Record<string, Record<string, DescribedOperation>> };
  return Object.entries(paths)
    .filter(([path]) => !/^\/(health|api\/v2(\/(health|ready|version))?$)/.test(path))
    .flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        query: (operation.parameters ?? []).filter(({ in: where }) => where === 'query').map(({ name }) => name),
        body: path.endsWith('/chat/completions') ? CHAT : exampleOf(operation),
      })),
    );
}

interface DescribedOperation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: {
    readonly content: Record<string, { example?: Json; examples?: Record<string, { value: Json }> }>;
  };
}

function exampleOf({ requestBody }: DescribedOperation): Json | undefined {
  const content = Object.values(requestBody?.content ?? {})[0];
  return content?.example ?? Object.values(content?.examples ?? {})[0]?.value;
}

export function sitesOf({ path, query, body }: Operation): readonly Site[] {
  const sites: Site[] = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({ kind: 'path', name }));
  for (const name of [...query, 'unknown']) sites.push({ kind: 'query', name });
  for (const name of HEADERS) sites.push({ kind: 'header', name });
  if (body !== undefined) {
    for (const at of textsOf(body)) sites.push({ kind: 'field', at });
    sites.push({ kind: 'key' }, { kind: 'document' });
  }
  return sites;
}

function textsOf(value: Json, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value === 'string') return [at];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((each: Json, index) => textsOf(each, [...at, index]));
  return Object.entries(value).flatMap(([name, each]) => textsOf(each, [...at, name]));
}

/** @param values what stands for the path's parameters where they are not attacked. */
export function attack(operation: Operation, site: Site, payload: string, values: Record<string, string>): Attack {
  const segment = (name: string): string =>
    site.kind === 'path' && site.name === name ? inAddress(payload) : (values[name] ?? UNKNOWN);
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name));
  const query = new Map(operation.path.startsWith('/api/v2/audit') ? Object.entries(PAST) : []);
  if (site.kind === 'query') query.set(site.name, inAddress(payload));
  const text = [...query].map(([name, value]) => `${name}=${value}`).join('&');
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  // the client itself takes no host that begins like an IPv6 address and is none
  if (site.kind === 'header') headers[site.name] = inHeader(payload).replace(/^\[/, site.name === 'host' ? '' : '[');
  const body = bodyOf(operation.body, site, payload);
  if (body === undefined) delete headers['content-type'];
  return { method: operation.method, path: text === '' ? path : `${path}?${text}`, headers, body };
}

const UNKNOWN = '99999999-9999-4999-8999-999999999999';
/** So that a search that finds everything finds little. */
const PAST = { provider_id: 'demo', from: '2020-01-01', to: '2020-01-02' };

/** Broken escapes stay as they are. */
const inAddress = (payload: string): string =>
  /^[!-~]+$/.test(payload) && /%/.test(payload) && !/[?#/]/.test(payload)
    ? payload
    : encodeURIComponent(payload.replace(/\p{Surrogate}/gu, '\ufffd'));

const inHeader = (payload: string): string => payload.replace(/[^ -~\u0080-\u00ff]/g, '').trim() || 'x';

function bodyOf(body: Json | undefined, site: Site, payload: string): string | undefined {
  if (body === undefined) return undefined;
  if (site.kind === 'document') return payload;
  if (site.kind === 'key') return JSON.stringify({ ...Object(body), [payload]: payload });
  return JSON.stringify(site.kind === 'field' ? replaced(body, site.at, payload) : body);
}

function replaced(value: Json, [first, ...rest]: readonly (string | number)[], payload: string): Json {
  if (first === undefined) return payload;
  if (Array.isArray(value)) {
    return value.map((each: Json, index) => (index === first ? replaced(each, rest, payload) : each));
  }
  return Object.fromEntries(
    Object.entries(Object(value) as Record<string, Json>).map(([name, each]) => [
      name,
      name === first ? replaced(each, rest, payload) : each,
    ]),
  );
}
