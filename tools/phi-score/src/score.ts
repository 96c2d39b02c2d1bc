/** A stretch [start, end) of a text in UTF-16 units, and what it is. */
export interface ScoredSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** A text and what is PHI in it; `ignore` is ground that is neither PHI nor clean. */
export interface GoldDocument {
  readonly id: string;
  readonly text: string;
  readonly spans: readonly ScoredSpan[];
  readonly ignore: readonly { readonly start: number; readonly end: number }[];
}

export interface Tally {
  /** Letters and digits of gold values, and how many of them no prediction covers. */
  characters: number;
  leaked: number;
  values: number;
  coveredValues: number;
  typedValues: number;
}

/** Predictions that do not lie on ignored ground only, and how many of them meet a value of their own group. */
export interface Predictions {
  readonly counted: number;
  readonly rightlyTyped: number;
}

export interface Result {
  readonly all: Tally;
  readonly labels: ReadonlyMap<string, Tally>;
  readonly documents: number;
  readonly clean: number;
  readonly cleanTouched: number;
  /** Letters and digits that are neither PHI nor ignored, and how many of them a prediction covers. */
  readonly ordinary: number;
  readonly overRedacted: number;
  readonly predictions: Predictions;
  readonly leaks: readonly string[];
  readonly falsePositives: readonly string[];
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Labels that mean the same to a reader: any of a group counts as the right type. */
const GROUPS: ReadonlyMap<string, string> = new Map(
  [
    ['DATE', 'DOB DATE AGE_OVER_89'],
    ['CONTACT', 'PHONE FAX'],
    ['ID', 'SSN MEDICAL_RECORD INSURANCE_ID ACCOUNT LICENSE VEHICLE DEVICE OTHER_ID'],
  ].flatMap(([group = '', labels = '']) => labels.split(' ').map((label): [string, string] => [label, group])),
);
const groupOf = (label: string): string => GROUPS.get(label) ?? label;

const newTally = (): Tally => ({ characters: 0, leaked: 0, values: 0, coveredValues: 0, typedValues: 0 });

/** Compares predictions with gold. Only letters and digits count, so that spaces and punctuation never move a score. */
export function score(gold: readonly GoldDocument[], predicted: readonly (readonly ScoredSpan[])[]): Result {
  const labels = new Map<string, Tally>();
  const all = newTally();
  const leaks: string[] = [];
  const falsePositives: string[] = [];
  let [clean, cleanTouched, ordinary, overRedacted, counted, rightlyTyped] = [0, 0, 0, 0, 0, 0];
  gold.forEach((document, index) => {
    const spans = predicted[index] ?? [];
    const { text } = document;
    const [covered, known, ignored] = [marks(text, spans), marks(text, document.spans), marks(text, document.ignore)];
    for (const span of document.spans) {
      const tally = labels.get(span.label) ?? newTally();
      labels.set(span.label, tally);
      const { total, hit } = countIn(text, span, covered);
      const typed = spans.some((prediction) => meets(prediction, span));
      for (const each of [tally, all]) {
        each.values += 1;
        each.characters += total;
        each.leaked += total - hit;
        if (hit === total) each.coveredValues += 1;
        if (typed) each.typedValues += 1;
      }
      if (hit < total) leaks.push(`${hit > 0 ? 'partial' : 'missed'} ${show(text, span)}`);
    }
    for (const span of spans) {
      const { total, hit } = countIn(text, span, known);
      if (total === 0 || (hit === 0 && countIn(text, span, ignored).hit > 0)) continue;
      counted += 1;
      if (hit === 0) falsePositives.push(show(text, span));
      else if (document.spans.some((value) => meets(span, value))) rightlyTyped += 1;
    }
    let over = 0;
    for (let at = 0; at < text.length; at += 1) {
      if (known[at] || ignored[at] || !LETTER_OR_DIGIT.test(text.charAt(at))) continue;
      ordinary += 1;
      if (covered[at]) over += 1;
    }
    overRedacted += over;
    if (document.spans.length === 0) {
      clean += 1;
      if (over > 0) cleanTouched += 1;
    }
  });
  return {
    all,
    labels,
    documents: gold.length,
    clean,
    cleanTouched,
    ordinary,
    overRedacted,
    predictions: { counted, rightlyTyped },
    leaks,
    falsePositives,
  };
}

const meets = (a: ScoredSpan, b: ScoredSpan): boolean =>
  a.start < b.end && a.end > b.start && groupOf(a.label) === groupOf(b.label);

function marks(text: string, spans: readonly { readonly start: number; readonly end: number }[]): Uint8Array {
  const marked = new Uint8Array(text.length);
  for (const { start, end } of spans) marked.fill(1, Math.max(0, start), Math.max(0, end));
  return marked;
}

function countIn(text: string, span: ScoredSpan, marked: Uint8Array): { total: number; hit: number } {
  let [total, hit] = [0, 0];
  for (let at = Math.max(0, span.start); at < Math.min(span.end, text.length); at += 1) {
    if (!LETTER_OR_DIGIT.test(text.charAt(at))) continue;
    total += 1;
    if (marked[at]) hit += 1;
  }
  return { total, hit };
}

/** A value in its surroundings, on one line. */
function show(text: string, { start, end, label }: ScoredSpan): string {
  const before = text.slice(Math.max(0, start - 50), start);
  return `${label}: ${before}«${text.slice(start, end)}»${text.slice(end, end + 35)}`.replace(/\s+/g, ' ');
}
