import { bounded } from '../bounded.js';
import { following, words, type Find, type Rule } from '../rule.js';

const OLD = '(?:9\\d|1[0-2]\\d)(?![\\d.,/:%-]\\d|\\d)';
const YEARS = bounded('(?:\\s?[-–]?\\s?)(?:years?|yrs?|y\\/?o|y\\.o\\.|años|yo)(?![\\p{L}\\d])', 'uy');
const OF_A_SPAN = bounded(
  '(?:for|over|after|within|past|last|of|than|durante|hace|desde) (?:the |about |approximately )?$',
  '',
);
const OF_AGE = bounded(
  '[\\s-]{1,2}(?:old|of age|de edad)|[\\s,]{1,2}(?:male|female|man|woman|gentleman|lady|[mf]\\b)',
  'y',
);

/** "a 93-year-old", "94 y/o", "102 años de edad"; "survived 90 years" and "after 95 years" are spans of time. */
const inYears: Find = ({ lower }, start, end) => {
  const age = Number(lower.slice(start, end));
  if (end - start > 3 || !(age >= 90 && age <= 129) || '-./'.includes(lower.charAt(start - 1) || ' ')) return undefined;
  YEARS.lastIndex = end;
  if (!YEARS.test(lower)) return undefined;
  OF_AGE.lastIndex = YEARS.lastIndex;
  const said = OF_AGE.test(lower) || /y\/?o|y\.o\./.test(lower.slice(end, YEARS.lastIndex));
  return !said && OF_A_SPAN.test(lower.slice(Math.max(0, start - 30), start)) ? undefined : { start, end };
};

export const AGE_RULES: readonly Rule[] = [
  { name: 'age.years', category: 'AGE_OVER_89', confidence: 0.9, digits: true, lengths: [2, 3], find: inYears },
  {
    name: 'age.cue',
    category: 'AGE_OVER_89',
    confidence: 0.9,
    words: words('age aged edad'),
    find: following(`(?:["'*]{0,2}\\s?[:=]\\s?["'*]{0,2}|\\s(?:is |was |of )?)(${OLD})`),
  },
];
