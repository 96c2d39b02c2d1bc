import { isWordBoundary, kindOf, LETTER } from '../../characters.js';
import { bounded } from '../bounded.js';
import { following, starting, words, type Find, type Rule } from '../rule.js';

const PHRASE = '([a-z\\d][^.,;:\\n\\r\\t|"<>{}[\\]()]{1,79})';
const MARK = '\\s{0,2}[:=]\\s{0,3}["\']?';

/** A phrase up to its punctuation, without the words that only continue the sentence. */
const phraseAfter = (pattern: string): Find => {
  const find = following(pattern);
  return (scene, start, end) => {
    const span = find(scene, start, end);
    if (!span) return undefined;
    const phrase = scene.lower.slice(span.start, span.end);
    const stop = CONTINUATION.exec(phrase)?.index ?? phrase.length;
    const length = phrase.slice(0, stop).trimEnd().length;
    return length > 1 ? { start: span.start, end: span.start + length } : undefined;
  };
};
const CONTINUATION =
  / (?:and|but|in|on|at|by|since|last|for|who|which|when|after|before|during|with a history|without|status post|s\/p|today|yesterday|once|twice|daily|nightly|weekly|every|as needed|prn|[bt]id|qid)\b/;

/** An ICD-10-CM code with its point; without one only behind a cue, since "B12" is a vitamin. */
const icdCode = starting('[A-TV-Z]\\d[\\dAB]\\.[\\dA-TV-Z]{1,4}(?![\\p{L}\\d])');

export const DIAGNOSIS_RULES: readonly Rule[] = [
  {
    name: 'diagnosis.code',
    level: 'structured-only',
    category: 'DIAGNOSIS',
    confidence: 0.9,
    words: words('a b c d e f g h i j k l m n o p q r s t v w x y z'),
    find: (scene, start, end) => (isWordBoundary(scene.text, start) ? icdCode(scene, start, end) : undefined),
  },
  {
    name: 'diagnosis.code',
    level: 'structured-only',
    category: 'DIAGNOSIS',
    confidence: 0.95,
    words: ['icd'],
    find: following(
      '[ -]?(?:9|10)?(?:-?cm)?(?:\\s(?:code|codes))?[\\s:=(#]{0,3}([a-z]\\d[\\dab](?:\\.[\\da-z]{1,4})?)(?![a-z\\d])',
    ),
  },
  {
    name: 'diagnosis.label',
    level: 'structured-only',
    category: 'DIAGNOSIS',
    confidence: 0.85,
    words: words('dx diagnosis diagnoses ddx impression assessment pmh hx condition conditions problem'),
    find: phraseAfter(`${MARK}${PHRASE}`),
  },
  {
    name: 'diagnosis.phrase',
    category: 'DIAGNOSIS',
    confidence: 0.8,
    words: ['diagnosed'],
    find: phraseAfter(`\\s(?:with|as having)\\s(?:an?\\s)?${PHRASE}`),
  },
  {
    name: 'diagnosis.phrase',
    category: 'DIAGNOSIS',
    confidence: 0.75,
    words: words('history hx diagnosis dx'),
    find: phraseAfter(`\\sof\\s(?:an?\\s)?${PHRASE}`),
  },
  {
    name: 'diagnosis.phrase',
    category: 'DIAGNOSIS',
    confidence: 0.75,
    words: ['suffers', 'suffering'],
    find: phraseAfter(`\\sfrom\\s(?:an?\\s)?${PHRASE}`),
  },
];

const DOSE = bounded('^\\d{1,5}(?:[.,]\\d{1,3})?\\s?(?:mg|mcg|g|ml|units|iu|meq|tablets?|puffs?)\\b', '');
const LONGEST_DOSE = 20;
const PROCEDURE =
  /(?:ectomy|plasty|scopy|ostomy|otomy|graphy|dialysis|chemotherapy|radiotherapy|transplant|transplantation)$/;
const LONGEST_PROCEDURE = 40;

/** "metformin 500 mg": the word in front of a dose. */
const dosed: Find = ({ text, lower }, start) => {
  const dose = DOSE.exec(lower.slice(start, start + LONGEST_DOSE))?.[0];
  if (dose === undefined) return undefined;
  let from = start - 1;
  while (from > 0 && start - from < LONGEST_PROCEDURE && kindOf(text.charCodeAt(from - 1)) === LETTER) from -= 1;
  if (text.charAt(start - 1) !== ' ' || start - from < 5 || DOSE_LEADS.has(lower.slice(from, start - 1)))
    return undefined;
  return { start: from, end: start + dose.length };
};
const DOSE_LEADS: ReadonlySet<string> = new Set(
  words('take takes taking took with gives given dose about only than from least another over'),
);

const procedure: Find = ({ lower }, start, end) =>
  end - start > 6 && end - start <= LONGEST_PROCEDURE && PROCEDURE.test(lower.slice(start, end))
    ? { start, end }
    : undefined;

export const TREATMENT_RULES: readonly Rule[] = [
  {
    name: 'treatment.label',
    level: 'structured-only',
    category: 'TREATMENT',
    confidence: 0.85,
    words: words(
      'rx prescription prescriptions medication medications meds treatment treatments procedure procedures therapy plan',
    ),
    find: phraseAfter(`${MARK}${PHRASE}`),
  },
  {
    name: 'treatment.phrase',
    category: 'TREATMENT',
    confidence: 0.75,
    words: words('prescribed underwent undergoing takes taking received receiving'),
    find: phraseAfter(`\\s(?:an?\\s|the\\s)?${PHRASE}`),
  },
  {
    name: 'treatment.phrase',
    category: 'TREATMENT',
    confidence: 0.75,
    words: words('started treated'),
    find: phraseAfter(`\\s(?:on|with)\\s(?:an?\\s)?${PHRASE}`),
  },
  { name: 'treatment.dose', category: 'TREATMENT', confidence: 0.85, digits: true, find: dosed },
  { name: 'treatment.procedure', category: 'TREATMENT', confidence: 0.8, everyWord: true, find: procedure },
];
