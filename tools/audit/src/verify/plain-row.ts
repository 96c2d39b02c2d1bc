import type { FoundAuditRow } from '@radiant/audit';
import { idOf, isClass, isCounts, isDetails, isSequence, json } from './row-fields.js';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const HASH = '[0-9a-f]{64}';
const MOMENT = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T(?:[01]\\d|2[0-3])(?::[0-5]\\d){2}\\.\\d{3}Z';
/** A text that JSON writes without escapes. */
const PLAIN = '[^"\\\\\\u0000-\\u001f\\ud800-\\udfff]*';
const WORD = `"(${PLAIN})"`;
const TEXT = `(?:null|"(${PLAIN})")`;
const UNREAD_TEXT = `(?:null|"${PLAIN}")`;
const FLAG = '(null|true|false)';
/** Without anything nested; what is in it is looked at again. */
const FLAT_OBJECT = '(null|\\{[^{}]*\\})';
const TEXTS = `(null|\\[(?:"${PLAIN}"(?:,"${PLAIN}")*)?\\])`;

/** The order is that of `toJsonLine`. */
const CONTENT = [
  `"action":${WORD}`,
  `"outcome":${WORD}`,
  `"actorKind":${WORD}`,
  `"userId":${TEXT}`,
  `"adminId":${TEXT}`,
  `"apiKeyId":${TEXT}`,
  `"appId":${TEXT}`,
  `"crossTenant":${FLAG}`,
  `"resourceType":${TEXT}`,
  `"resourceId":${TEXT}`,
  `"requestId":${TEXT}`,
  `"providerId":${TEXT}`,
  `"modelId":${TEXT}`,
  `"phi":${FLAT_OBJECT}`,
  `"phiDisclosed":${FLAG}`,
  `"subjects":${TEXTS}`,
  `"body":${TEXT}`,
].join(',');
const OPENED = `\\{"ip":${UNREAD_TEXT},"userAgent":${UNREAD_TEXT},"details":${FLAT_OBJECT}\\}`;
const ROW = new RegExp(
  `^\\{${[
    `"tenantId":"(${UUID})"`,
    '"sequence":([1-9]\\d{0,15})',
    `"id":"(${PLAIN})"`,
    `"occurredAt":"(${MOMENT})"`,
    `"retentionClass":"(\\w+)"`,
    `"contentHash":"(${HASH})"`,
    `"hash":"(${HASH})"`,
    `"content":\\{${CONTENT}\\}`,
    `"opened":${OPENED}`,
  ].join(',')}\\}$`,
);

/**
 * The row of a line without anything unusual in it, as nearly all are, in a third of the time that reading and writing
 * JSON takes. Undefined says only that the line has to be looked at the long way.
 */
export function parsePlainRow(line: string): FoundAuditRow | undefined {
  const found = ROW.exec(line);
  if (!found) return undefined;
  const [tenant, moment, retentionClass] = [text(found, 1), text(found, 4), found[5]];
  const sequence = Number(found[2]);
  const occurredAt = Date.parse(moment);
  if (!isSequence(sequence) || !isClass(retentionClass) || Number.isNaN(occurredAt)) return undefined;
  if (isLastOfMonth(moment) && new Date(occurredAt).toISOString() !== moment) return undefined;
  if (!details.take(text(found, 25)).valid) return undefined;
  const content = contentOf(found);
  if (!content) return undefined;
  return {
    tenantId: idOf(tenant),
    id: text(found, 3),
    occurredAt,
    retentionClass,
    contentHash: text(found, 6),
    content,
    sequence,
    hash: text(found, 7),
  };
}

/** Days that not every month has: 30 February is read as 2 March. */
const isLastOfMonth = (moment: string): boolean => moment.slice(8, 10) > '28';

/** By index: taking an array apart costs as much as all the rest. */
function contentOf(found: RegExpExecArray): FoundAuditRow['content'] {
  const phi = counts.take(text(found, 21));
  if (!phi.valid) return undefined;
  return {
    action: text(found, 8),
    outcome: text(found, 9),
    actorKind: text(found, 10),
    userId: found[11] ?? null,
    adminId: found[12] ?? null,
    apiKeyId: found[13] ?? null,
    appId: found[14] ?? null,
    crossTenant: flag(found[15]),
    resourceType: found[16] ?? null,
    resourceId: found[17] ?? null,
    requestId: found[18] ?? null,
    providerId: found[19] ?? null,
    modelId: found[20] ?? null,
    phi: phi.value,
    phiDisclosed: flag(found[22]),
    subjects: textsOf(text(found, 23)),
    body: found[24] ?? null,
  };
}

const text = (found: RegExpExecArray, index: number): string => found[index] ?? '';

const flag = (word: string | undefined): boolean | null => (word === 'null' ? null : word === 'true');

/** Of a list without escapes, as `TEXTS` takes it. */
function textsOf(list: string): readonly string[] | null {
  if (list === 'null') return null;
  return list === '[]' ? [] : list.slice(2, -2).split('","');
}

/** A value, and whether the JSON that it was read from is what JSON would write for it. */
interface Taken<Value> {
  readonly value: Value | null;
  readonly valid: boolean;
}

/** Most rows of a trail say the same in these fields. */
class Remembered<Value> {
  private readonly known = new Map<string, Taken<Value>>();

  constructor(private readonly is: (value: unknown) => value is Value) {}

  take(source: string): Taken<Value> {
    const known = this.known.get(source);
    if (known) return known;
    if (this.known.size === MOST_REMEMBERED) this.known.clear();
    const taken = this.read(source);
    this.known.set(copied(source), taken);
    return taken;
  }

  private read(source: string): Taken<Value> {
    const value = json(source);
    if (value === null) return { value, valid: true };
    const valid = this.is(value) && JSON.stringify(value) === source;
    return valid ? { value, valid } : { value: null, valid: false };
  }
}

/** Without the chunk of the file that a part of it keeps in memory. */
const copied = (part: string): string => Buffer.from(part).toString();

const MOST_REMEMBERED = 1_000;
const counts = new Remembered(isCounts);
const details = new Remembered(isDetails);
