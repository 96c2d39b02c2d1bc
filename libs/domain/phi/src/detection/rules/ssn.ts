import { following, LINK, starting, words, type Rule, type Scene, type Span } from '../rule.js';

const CUES = words('ssn ssns socialsecuritynumber ssnumber ss');

const NINE_DIGITS = `\\d(?:[\\s.-]{0,3}\\d){8}(?!\\d)`;
const MASKED = `[x*•]{3}[\\s.-]{0,2}[x*•]{2}[\\s.-]{0,2}\\d{4}(?!\\d)`;
const ANY_DIGITS = `\\d[\\d-]{2,13}\\d`;
const VALUE = `(${NINE_DIGITS}|${MASKED}|${ANY_DIGITS})`;
const WORDS_BETWEEN = `(?:\\s?\\(?(?:number|no\\.?|num|#|last (?:4|four)|ending(?: in)?|digits)\\)?){0,3}`;

const grouped = starting(String.raw`\d{3}(?: ?[-.] ?| )\d{2}(?: ?[-.] ?| )\d{4}(?![\d]|[-.]\d)`);
const spelled = starting(String.raw`\d \d \d ?[-.]? ?\d \d ?[-.]? ?\d \d \d \d(?! ?\d)`);

/** Never issued: area 000, 666 or 900 to 999, group 00, serial 0000 (Social Security Administration, POMS RM 10201). */
function isIssuable(digits: string): boolean {
  return !/^(?:000|666|9)/.test(digits) && digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
}

function withoutCue(scene: Scene, start: number, end: number): Span | undefined {
  const length = end - start;
  if (length !== 3 && length !== 1) return undefined;
  if (start > 0 && '-./_$'.includes(scene.text.charAt(start - 1))) return undefined;
  const span = length === 3 ? grouped(scene, start, end) : spelled(scene, start, end);
  if (!span) return undefined;
  const value = scene.text.slice(span.start, span.end);
  if (isIssuable(value.replace(/\D/g, ''))) return { ...span, confidence: 0.95 };
  return value.includes('-') ? span : undefined;
}

const DIGIT_WORD = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)';
const IN_WORDS = `(${DIGIT_WORD}(?:[\\s,.-]{1,3}${DIGIT_WORD}){3,8})(?![a-z])`;

/** "SSN is one two three, four five, six seven eight nine", as speech is written down. */
export const SPOKEN_SSN_RULES: readonly Rule[] = [
  {
    name: 'ssn.spoken',
    category: 'SSN',
    confidence: 0.6,
    words: [...CUES, 'social'],
    find: following(`(?:[\\s_-]{0,2}security)?${WORDS_BETWEEN}${LINK}${IN_WORDS}`),
  },
];

export const SSN_RULES: readonly Rule[] = [
  {
    name: 'ssn.cue',
    category: 'SSN',
    confidence: 0.98,
    words: CUES,
    find: following(`${WORDS_BETWEEN}${LINK}${VALUE}`),
  },
  {
    name: 'ssn.cue',
    category: 'SSN',
    confidence: 0.98,
    words: ['social'],
    find: following(`(?:[\\s_-]{0,2}security)?${WORDS_BETWEEN}${LINK}(${NINE_DIGITS}|${MASKED}|\\d{4,9}(?!\\d))`),
  },
  { name: 'ssn.form', category: 'SSN', confidence: 0.7, digits: true, lengths: [1, 3], find: withoutCue },
];
