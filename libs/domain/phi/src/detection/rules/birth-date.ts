import { following, LINK, words, type Rule } from '../rule.js';

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const TIME = '(?:t\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:z|[+-]\\d{2}:?\\d{2})?)?';

/** Every way of writing a day that people use in notes, in lower case. */
const DATE = `(?:${[
  `\\d{4}\\s?[-/.]\\s?\\d{1,2}\\s?[-/.]\\s?\\d{1,2}${TIME}`,
  '\\d{1,2}\\s?[-/.]\\s?\\d{1,2}\\s?[-/.]\\s?(?:\\d{4}|\\d{2})',
  `${MONTH}[\\s-]{1,2}\\d{1,2}(?:st|nd|rd|th)?,?[\\s-]{0,2}\\d{4}`,
  `\\d{1,2}(?:st|nd|rd|th)?[\\s-]{0,2}(?:of\\s|de\\s)?${MONTH},?[\\s-]{0,2}(?:\\d{4}|\\d{2})`,
  `${MONTH}\\s\\d{4}`,
  '\\d{8}',
].join('|')})(?!\\d)`;

export const BIRTH_DATE_RULES: readonly Rule[] = [
  {
    name: 'dob.cue',
    category: 'DOB',
    confidence: 0.97,
    words: words('dob dobs birthdate dateofbirth birthday birthdt'),
    find: following(`${LINK}(${DATE})`),
  },
  {
    name: 'dob.cue',
    category: 'DOB',
    confidence: 0.97,
    words: ['d'],
    find: following(`\\.\\s?o\\.\\s?b\\.?${LINK}(${DATE})`),
  },
  {
    name: 'dob.cue',
    category: 'DOB',
    confidence: 0.97,
    words: ['date'],
    find: following(`[\\s_-]{1,2}of[\\s_-]{1,2}birth${LINK}(${DATE})`),
  },
  {
    name: 'dob.cue',
    category: 'DOB',
    confidence: 0.97,
    words: ['birth'],
    find: following(`(?:[\\s_-]{1,2}(?:date|day))${LINK}(${DATE})`),
  },
  {
    name: 'dob.born',
    category: 'DOB',
    confidence: 0.95,
    words: ['born'],
    find: following(`${LINK}(${DATE})`),
  },
];
