/** What gets into logs when a line can be broken. */
export const FORGED = 'forged-by-injection';

const SQL = [
  "' or '1'='1",
  "' or 1=1 --",
  '" or ""="',
  "') or ('a'='a",
  "'; drop table tenants cascade; --",
  "'; truncate audit_logs; --",
  "'; update tenants set status = 'deleted'; --",
  "'; insert into apps (id, name) values ('injected', 'x'); --",
  "'; set role radiant_owner; delete from usage_records; --",
  "'; set app.all_tenants = 'on'; --",
  "' union select hash, hash, hash from api_keys --",
  "' and 1 = (select 1 from pg_sleep(20)) --",
  "'||pg_sleep(20)||'",
  "' and 1/0 = 1 --",
  "'; select pg_terminate_backend(pid) from pg_stat_activity; --",
  "'; copy api_keys to program 'id'; --",
  "1; select lo_import('/etc/passwd')",
  '$$; select 1; $$',
  "E'\\x27; commit; begin; --",
  "' returning *; --",
  '::uuid',
  '1e309',
  'NaN',
  '-1',
  '%',
  '_',
  "' limit 0 offset -1 --",
];
const DOCUMENTS = [
  '{"$gt":""}',
  '{"$ne":null}',
  '{"$where":"sleep(20000)"}',
  '[$ne]=1',
  '{"S":"TENANT#"}',
  'TENANT#00000000-0000-0000-0000-000000000000#phi#',
  'attribute_exists(pk) or begins_with(pk, :t)',
  '{"__proto__":{"admin":true}}',
  'constructor.prototype.admin',
  '__proto__',
  'toString',
];
const LINES = [
  `x\r\n{"level":50,"msg":"${FORGED}"}`,
  `x\n{"level":30,"msg":"${FORGED}","tenantId":"x"}\n`,
  `","msg":"${FORGED}","x":"`,
  `\u2028{"msg":"${FORGED}"}\u2029`,
  `\u001b[2J\u001b[31m${FORGED}`,
  `%0d%0a%0d%0a${FORGED}`,
  '${jndi:ldap://127.0.0.1:9/a}',
  '{{7*7}}${7*7}<%= 7*7 %>#{7*7}',
  '%s%n%x%j%o%O%c',
];
const PATHS = [
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '/api/v2/tenants',
  '%00',
  'a\u0000b',
  '%c0%ae%c0%ae/',
  ';/../',
  '?x=1#y',
  'null',
  'undefined',
  '00000000-0000-0000-0000-000000000000',
  "00000000-0000-0000-0000-000000000000' or '1'='1",
];
const TEMPLATES = [...SQL, ...DOCUMENTS, ...LINES, ...PATHS];

type Mutation = (text: string, random: () => number) => string;
const HALF = 0.5;
const MUTATIONS: readonly Mutation[] = [
  (text) => text,
  (text) => text.replaceAll("'", '\u02bc'),
  (text) => text.replaceAll("'", '\uff07'),
  (text) => text.replaceAll("'", "''"),
  (text) => text.replaceAll("'", "\\'"),
  (text) => text.replaceAll(' ', '/**/'),
  (text) => text.replaceAll(' ', '\t'),
  (text) => text.replaceAll(' ', '\u00a0'),
  (text, random) => text.replace(/[a-z]/g, (letter) => (random() < HALF ? letter.toUpperCase() : letter)),
  (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')),
  (text) => encodeURIComponent(encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))),
  (text) => Buffer.from(text).toString('base64'),
  (text) => `${text}\u0000`,
  (text) => `\ud83d\ude00${text}\ud800`,
  (text) => `${'a'.repeat(190)}${text}`,
  (text) => `${text}${' '.repeat(300)}`,
  (text) => `demo-chat-small${text}`,
  (text) => `clinic@example.org${text}`,
  (text) => `2026-01-01T00:00:00Z${text}`,
];

/** `count` different payloads: every template as it is, then mutations of mutations, the same in every run. */
export function payloads(count: number, seed: number): readonly string[] {
  const random = seeded(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const made = new Set<string>(TEMPLATES);
  while (made.size < count) made.add(pick(MUTATIONS)(pick(MUTATIONS)(pick(TEMPLATES), random), random));
  return [...made];
}

/** Mulberry32: numbers from 0 to 1, the same for a seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
