import { HOSTILE_PIECES } from '@radiant/phi-score';

/** A little below what is taken: `BODY_LIMIT` of the gateway is 4 MiB. */
const SIZE = 4 * 1024 * 1024 - 2_048;
const CHAT = '/v1/chat/completions';
const MODEL = 'demo-chat-small';

/** A request that a caller sends to hold all others up. */
export interface HostileBody {
  readonly name: string;
  readonly path: string;
  readonly body: () => string;
}

/** Texts that keep rules and escapes busy, and JSON that keeps parsers and walkers busy, each as large as a body may be. */
export function hostileBodies(quick: boolean): readonly HostileBody[] {
  const every = quick ? 12 : 1;
  return [...TEXTS, ...STRUCTURES].filter((_, place) => place % every === 0);
}

/** `piece` as often as fits. @param spare bytes around it. */
const filled = (piece: string, spare = 200): string =>
  piece.repeat(Math.floor((SIZE - spare) / Buffer.byteLength(piece)));

/** As many different pieces as fit, joined by commas. */
function listed(piece: (number: number) => string): string {
  const pieces: string[] = [];
  for (let [number, size] = [0, 200]; size < SIZE; number += 1) {
    const next = piece(number);
    pieces.push(next);
    size += Buffer.byteLength(next) + 1;
  }
  return pieces.slice(0, -1).join(',');
}

const said = (content: string): string => `{"model":"${MODEL}","messages":[{"role":"user","content":${content}}]}`;

/** As JSON, cut to what fits. */
function text(piece: string): string {
  const escaped = Buffer.byteLength(JSON.stringify(piece)) - 2;
  return JSON.stringify(piece.repeat(Math.floor((SIZE - 200) / escaped)));
}

const ssn = (number: number): string => `${100 + (number % 500)}-${10 + (number % 89)}-${1_000 + (number % 8_999)}`;

const MORE_PIECES: readonly string[] = [
  'Dr. Smith ',
  'MRN 00482913, ',
  '219-09-9999 ',
  '\\n',
  'data:;base64,aGVsbG8= ',
  'data:image/png;base64,',
  '[PHI_NAME_12345] ',
  '\u{1F600}',
  'é',
];

const TEXTS: readonly HostileBody[] = [...HOSTILE_PIECES, ...MORE_PIECES].map((piece) => ({
  name: `text of ${JSON.stringify(piece)}`,
  path: CHAT,
  body: () => said(text(piece)),
}));

const chat = (name: string, body: () => string): HostileBody => ({ name, path: CHAT, body });
const words = (most: number, piece: (number: number) => string): string =>
  Array.from({ length: most }, (_, number) => piece(number)).join(' ');

/** As many texts as a call takes, the parts of one message, cut out of a text without regard to what stands there. */
const cut = (text: string): string => {
  const size = Math.ceil(text.length / 19_990);
  const parts = Array.from({ length: Math.ceil(text.length / size) }, (_, part) =>
    JSON.stringify({ type: 'text', text: text.slice(part * size, (part + 1) * size) }),
  );
  return said(`[${parts.join(',')}]`);
};

const STRUCTURES: readonly HostileBody[] = [
  chat('many different social security numbers', () => said(JSON.stringify(words(300_000, ssn)))),
  chat('many different e-mail addresses', () => said(JSON.stringify(words(200_000, (n) => `p${n}@example.org`)))),
  chat('a number without an end', () => said(filled('1'))),
  chat('empty lists', () => said(`[${filled('[],')}[]]`)),
  chat('empty objects', () => said(`[${filled('{},')}{}]`)),
  chat('empty texts', () => said(`[${filled('"",')}""]`)),
  chat('numbers', () => said(`[${filled('1,')}1]`)),
  chat('objects of different shapes', () => said(`[${listed((n) => `{"k${n.toString(36)}":1}`)}]`)),
  chat('different keys', () => said(`{${listed((n) => `"${n.toString(36)}":1`)}}`)),
  chat('lists in lists', () => said(filled('['))),
  chat('messages', () => `{"model":"${MODEL}","messages":[${listed(() => '{"role":"user","content":"hi"}')}]}`),
  chat('parts', () => said(`[${listed(() => '{"type":"text","text":"hi"}')}]`)),
  chat('parts with a name', () => said(`[${listed((n) => `{"type":"text","text":"Jane Doe ${n}"}`)}]`)),
  chat('parts of a word without an end', () => cut('a'.repeat(3_000_000))),
  chat('parts cut within names', () => cut('Dr. Smith '.repeat(20_000))),
  chat('parts cut within different numbers', () => cut(words(9_000, ssn))),
  chat('one number in its other writings', () => said(JSON.stringify(`MRN 4471234 ${'4471-234,'.repeat(400_000)}`))),
  chat('one number in its other writings, in parts', () => cut(`MRN 4471234 ${'4471-234,'.repeat(200_000)}`)),
  chat('as many names as may be, in the answer too', () => said(JSON.stringify('Dr. Smith, '.repeat(99_999)))),
  chat('as many names as may be between escapes, in the answer too', () =>
    said(JSON.stringify('\\u0068 Dr. Smith, '.repeat(99_999))),
  ),
  chat('as many long numbers as may be', () =>
    said(JSON.stringify(words(8_000, (n) => `MRN ${1e9 + n * 99_991}${'x'.repeat(38)},`))),
  ),
  chat(
    'tools',
    () => `${said('"hi"').slice(0, -1)},"tools":[${listed((n) => `{"type":"function","function":{"name":"f${n}"}}`)}]}`,
  ),
  chat(
    'values of an enum',
    () =>
      `${said('"hi"').slice(0, -1)},"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object",` +
      `"properties":{"a":{"enum":[${listed((n) => `"v${n}"`)}]}}}}}]}`,
  ),
  chat('stop sequences', () => `${said('"hi"').slice(0, -1)},"stop":[${listed((n) => `"s${n}"`)}]}`),
  chat('biases', () => `${said('"hi"').slice(0, -1)},"logit_bias":{${listed((n) => `"${n}":1`)}}}`),
  {
    name: 'tokens to embed',
    path: '/v1/embeddings',
    body: () => `{"model":"demo-embed","input":[${filled('1234,')}1]}`,
  },
  {
    name: 'texts to embed',
    path: '/v1/embeddings',
    body: () => `{"model":"demo-embed","input":[${filled('"hi",')}"hi"]}`,
  },
  {
    name: 'items of a response',
    path: '/v1/responses',
    body: () => `{"model":"${MODEL}","input":[${listed(() => '{"role":"user","content":"hi"}')}]}`,
  },
  {
    name: 'blocks of a message',
    path: '/v1/messages',
    body: () =>
      `{"model":"${MODEL}","max_tokens":10,"messages":[{"role":"user","content":[${listed(() => '{"type":"text","text":"hi"}')}]}]}`,
  },
  {
    name: 'input of a tool',
    path: '/v1/messages',
    body: () =>
      `{"model":"${MODEL}","max_tokens":10,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f",` +
      `"input":{${listed((n) => `"k${n}":"Jane Doe"`)}}}]},{"role":"user","content":"hi"}]}`,
  },
  {
    name: 'as many names as may be, to sanitize',
    path: '/api/v2/phi/sanitize',
    body: () => `{"text":${JSON.stringify('Dr. Smith '.repeat(99_999))}}`,
  },
  {
    name: 'as many names as may be, to detect',
    path: '/api/v2/phi/detect',
    body: () => `{"text":${JSON.stringify('Dr. Smith '.repeat(99_999))}}`,
  },
  {
    name: 'many texts to sanitize',
    path: '/api/v2/phi/sanitize',
    body: () =>
      `{"texts":[${Array.from({ length: 1_000 }, () => JSON.stringify('Jane Doe, 4/5/1951. '.repeat(180))).join(',')}]}`,
  },
];
