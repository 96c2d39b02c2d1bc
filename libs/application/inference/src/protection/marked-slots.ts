import { DomainError } from '@radiant/kernel';
import type { MarkedSpan, TextSlot as PhiSlot } from '@radiant/phi';
import type { TextSlot } from '@radiant/protocol';

/** A stretch of the caller's body that is PHI, as the caller says. */
export interface PhiSpan extends MarkedSpan {
  /** Of a text: `messages[0].content`, or as a JSON pointer `/messages/0/content`. */
  readonly path: string;
}

/** What the caller marked, and how many messages of the session stand before the caller's own. */
export interface Marks {
  readonly spans: readonly PhiSpan[];
  readonly earlier: number;
  /** Which of the caller's own, from 0 on, were kept in the session as well. */
  readonly recalled?: ReadonlySet<number>;
}

const MESSAGE = /^messages\[(\d+)\]/;

/**
 * Slots with what the caller marked in them, as they are to be sent: where something was taken out of a text, the values
 * that were marked are marked wherever they still stand. Those of the session's own messages keep their placeholders.
 * @throws DomainError `validation_error` naming the field of the first span that marks no stretch of a text;
 * `payload_too_large` for more marks than can be found again.
 */
export function markedSlots(
  slots: readonly TextSlot[],
  { spans, earlier, recalled }: Marks,
  leaving = slots,
): readonly PhiSlot[] {
  const marked = new Map<TextSlot, MarkedSpan[]>();
  if (spans.length > 0) {
    const byPath = new Map(slots.map((slot) => [slot.path, slot]));
    for (const [index, span] of spans.entries()) {
      const field = `phi_spans[${index}]`;
      const slot = slotOf(byPath, span.path, earlier);
      if (!slot) throw invalid(`${field}.path`, 'the path of a text of the request, e.g. messages[0].content');
      checkOffsets(field, slot.text, span);
      const spansHere = marked.get(slot);
      if (spansHere) spansHere.push(span);
      else marked.set(slot, [span]);
    }
  }
  return leaving.map((slot, index) => {
    const place = Number(MESSAGE.exec(slot.path)?.[1] ?? NaN) - earlier;
    const issued = place < 0 || recalled?.has(place) === true;
    const echoed = issued || slot.role === 'assistant';
    const given = slots[index] ?? slot;
    const spansHere = marked.get(given);
    return {
      text: slot.text,
      escaping: slot.escaping,
      key: slot.key,
      issued,
      echoed,
      marked: spansHere && given.text !== slot.text ? found(spansHere, given.text, slot.text) : spansHere,
      speaker: speakerOf(slot),
    };
  });
}

const THOUGHT = /^messages\[\d+\]\.thoughts\[/;

/** What a tool returns is its own, whatever another one returns behind it; thoughts are signed as they are. */
function speakerOf({ role, destination, escaping, path }: TextSlot): string | undefined {
  if (destination !== 'prompt' || escaping !== 'none' || role === undefined || THOUGHT.test(path)) return undefined;
  return role === 'tool' || role === 'function' ? MESSAGE.exec(path)?.[0] : role;
}

/** Units of text that are read, and places that are marked, in a text of which something was taken out. */
const MOST_READ = 200_000_000;
const MOST_PLACES = 50_000;

/** Where the values that were marked in one text stand in another. @throws DomainError `payload_too_large`. */
function found(spans: readonly MarkedSpan[], given: string, text: string): readonly MarkedSpan[] {
  const values = new Map(
    spans.map(({ category, start, end }) => {
      const value = given.slice(start, end);
      return [`${category} ${value}`, { category, value }];
    }),
  );
  if (values.size * text.length > MOST_READ) throw tooMany();
  const places: MarkedSpan[] = [];
  for (const { category, value } of values.values()) {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
      places.push({ category, start: at, end: at + value.length });
      if (places.length > MOST_PLACES) throw tooMany();
    }
  }
  return places;
}

function slotOf(byPath: ReadonlyMap<string, TextSlot>, path: string, earlier: number): TextSlot | undefined {
  const dotted = path.startsWith('/') ? fromPointer(path) : path;
  const shifted = dotted.replace(MESSAGE, (_, index: string) => `messages[${Number(index) + earlier}]`);
  return byPath.get(shifted) ?? byPath.get(`${shifted}.text`);
}

/** RFC 6901: `/messages/0/content` to `messages[0].content`. */
const fromPointer = (pointer: string): string =>
  pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1);

function checkOffsets(field: string, text: string, { start, end }: MarkedSpan): void {
  if (start < 0 || start >= text.length || splits(text, start)) {
    throw invalid(`${field}.start`, 'the UTF-16 offset of the first unit of a character of the text');
  }
  if (end <= start || end > text.length || splits(text, end)) {
    throw invalid(`${field}.end`, 'a UTF-16 offset behind start, up to the length of the text, between two characters');
  }
}

/** Whether `at` lies between the halves of a surrogate pair. */
const splits = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;

const tooMany = (): DomainError =>
  new DomainError('payload_too_large', 'too much is marked in a text of which data in base64 is taken out', {
    field: 'phi_spans',
  });

const invalid = (field: string, expected: string): DomainError =>
  new DomainError('validation_error', `${field} must be ${expected}`, { field });
