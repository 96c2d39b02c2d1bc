import fc from 'fast-check';
import type { Json } from '../description/json.js';

const LONG = [300, 3_000, 70_000];
const DEEP = [100, 3_000, 200_000];
const ASTRAL = '\u{1F600}';

/** Texts that break parsers, stores and logs. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'x\udfffy',
    '\ufeff',
    '\u202e\u2028\u2029',
    ASTRAL.repeat(500),
    'e\u0301'.repeat(200),
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '../../../etc/passwd',
    '..%2f..%2f',
    '%00',
    '%',
    '%c0%ae',
    "' or '1'='1",
    "'; drop table tenants; --",
    "' || pg_sleep(20) || '",
    '$1',
    '{"$gt":""}',
    '${jndi:ldap://127.0.0.1:9/a}',
    '{{7*7}}',
    '%s%n%x',
    'x\r\ny: z',
    'null',
    'undefined',
    'NaN',
    'Infinity',
    '-0',
    '1e309',
    '9007199254740993',
    '0x10',
    '2026-02-30',
    '0000-01-01T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '9999-12-31T23:59:59.999Z',
    '00000000-0000-0000-0000-000000000000',
    'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    '[PHI_NAME_12345]',
    '[PHI_NAME_99999999999999999999]',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...LONG).map((length) => 'a'.repeat(length)),
  fc.constantFrom(...LONG).map((length) => '%'.repeat(length)),
  fc.constantFrom(...LONG).map((length) => '\ud800'.repeat(length)),
);

/** Values of every type, at the edges of each. */
export const edgeValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1,
    0.5,
    101,
    1_001,
    128_001,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1e308,
    5e-324,
    '',
    '0',
    'true',
    'x'.repeat(201),
    'x'.repeat(2_001),
    [],
    [null],
    [[]],
    [[[1]]],
    {},
    { a: { b: { c: null } } },
    JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": 1}}') as Json,
    Array.from({ length: 2_100 }, () => 'x'),
  ),
  hostileText,
);

const deep: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...DEEP), fc.boolean())
  .map(([depth, list]) =>
    list ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  );

/** With a value in the place of one that stands there. */
function withField(text: string, turn: number, value: string): string {
  const fields = [...text.matchAll(/"(\w+)":("[^"\\]*"|\d+|\[\]|\{\}|true|false)/g)];
  const field = fields[turn % Math.max(1, fields.length)];
  if (!field) return value;
  const [whole, name] = field;
  return `${text.slice(0, field.index)}"${name}":${value}${text.slice(field.index + whole.length)}`;
}

/** Texts of a body that is no good JSON, or good JSON of no good form. @param text a good one. */
export const hostileDocument = (text: string): fc.Arbitrary<string | Buffer> =>
  fc.oneof(
    fc.constantFrom<string | Buffer>(
      '',
      ' ',
      'null',
      '[]',
      '"x"',
      '0',
      'true',
      'NaN',
      '{"a":1e999}',
      '{"a":1,}',
      "{'a':1}",
      '{"a":1}{"a":1}',
      '{"__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{"admin":true}}}',
      '{"\\u005f_proto__":1}',
      '\ufeff{}',
      '[',
      `"${'x'.repeat(5_000_000)}"`,
      Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
      Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
      text.replace('{', '{"model":"x","model":"y",'),
      `${text}\0`,
      `${text} `.repeat(2),
      text.replace(/^\{/, '{"__proto__":{"admin":true},'),
      text.replace(/"[^"]*"/, '"\\ud800"'),
      Buffer.from(text, 'utf16le'),
    ),
    deep,
    fc.tuple(deep, fc.nat()).map(([nested, turn]) => withField(text, turn, nested)),
    fc.nat(Math.max(0, text.length - 1)).map((end) => text.slice(0, end)),
    fc.nat(Math.max(0, text.length - 1)).map((place) => `${text.slice(0, place)}\0${text.slice(place + 1)}`),
  );

export const HOSTILE_HEADERS = [
  'authorization',
  'x-api-key',
  'x-tenant-id',
  'x-openwebui-user-id',
  'x-openwebui-user-email',
  'x-radiant-session-id',
  'x-radiant-restore',
  'x-radiant-phi',
  'x-radiant-tags',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-http-method-override',
  'x-request-id',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'range',
  'accept',
  'accept-encoding',
  'accept-language',
  'content-encoding',
  'content-language',
  'cache-control',
  'cookie',
  'host',
  'origin',
  'referer',
  'traceparent',
  'user-agent',
  'anthropic-version',
  'anthropic-beta',
  '__proto__',
  'constructor',
] as const;

export const CONTENT_TYPES = [
  '',
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'application/json; charset=',
  'application/json;;;',
  'application/jsonx',
  'application/vnd.api+json',
  'APPLICATION/JSON',
  'application/json, text/plain',
  'application/octet-stream',
  'json',
  '/',
  ';',
  '*/*',
] as const;

/** What a header can hold: Latin-1 without control characters. */
export const inHeader = (text: string): string =>
  text
    .replace(/[^ -~\u0080-\u00ff]/g, '')
    .trim()
    .slice(0, 6_000);

/** Percent-encoded, as a client does it. */
export const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
