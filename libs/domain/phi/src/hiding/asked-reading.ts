import { lettersEnd } from '../characters.js';
import {
  COMMON_GIVEN,
  COMMON_SURNAME,
  FREQUENT,
  lookUp,
  ORDINARY,
  OTHER_PROPER,
} from '../detection/lexicon/lexicon.js';
import type { Reading } from './passage.js';

/** Units of the end of what was said in which the question is looked for, and of the answer's first line. */
const REACH = 512;
const EMPHASIS = /[*`]/g;
const ENDS = /[.!?？\n]/;
const THINGS =
  'drugs?|medicines?|medications?|vaccines?|brand|generic|diagnos[ei]s|diseases?|conditions?|symptoms?|allerg(?:y|ies)|' +
  'complaints?|treatments?|therap(?:y|ies)|tests?|procedures?|dos(?:e|age)s?';
/** In the languages whose labels are known. */
const NAME_WORD = /\b(?:(?:sur)?names?|nombres?|apellidos?|noms?|prénom|nome|cognome|vorname|nachname|naam)\b/i;
/** Somebody's name, not that of a file. */
const NAME_ASKED =
  /\bnames?\b(?=\s*(?:[,;(]|(?:please|so|and|or|again|here|below|with)\b|of\s+(?:the\s+|this\s+|your\s+|his\s+|her\s+)(?:[a-z]+\s+){0,2}(?:patient|person|contact|doctor|physician|provider|surgeon|nurse|caregiver|guardian|mother|father|parent|child|son|daughter|spouse|wife|husband|partner|insured|subscriber)\b))/gi;
const NUMBER_ASKED =
  /\b(?:mrn|(?:medical\s+)?record\s+(?:number|no\.?|id)|ssn|social\s+security(?:\s+number)?|dates?\s+of\s+birth|birth\s?dates?|birthday|dob|(?:phone|telephone|mobile|cell|fax|account|policy|member|insurance|subscriber|medicare|medicaid|licen[cs]e|patient)\s+(?:number|id))\b/gi;
const MOST_LABELS = 8;
/** What is asked for instead of somebody: "Which drug did you give to the patient?" */
const THING = new RegExp(String.raw`\b(?:${THINGS})\b`, 'i');
const NAME_OF_THING = new RegExp(
  String.raw`\b(?:${THINGS})\s+names?\b|\bnames?\s+of\s+(?:the\s+|this\s+|your\s+|an?\s+)?(?:${THINGS})\b(?!\s*(?:,|and\b|or\b))`,
  'gi',
);
const WHO_OR_NUMBER =
  /\b(?:who(?:m|se)?|which\s+(?:doctor|physician|surgeon|nurse|provider|person)|when|born|birth|dates?|numbers?|mrn|ssn|ids?|records?|phone|fax|e-?mail|address(?:es)?|accounts?|polic(?:y|ies)|licen[cs]es?)\b/i;
/** Of a sentence that asks without a question mark. */
const ASKS = /:\s*$|\b(?:please|provide|give|tell|enter|type|confirm|share|state|need)\b/i;

/**
 * The beginning of an answer, read as the value of what was asked: "What is your MRN?" makes a record's number of a bare
 * "4471234". Undefined where nothing was asked.
 */
export function askedReading(said: string, answer: string): Reading | undefined {
  const question = questionIn(said.slice(-REACH));
  if (question === '' || answer === '' || asksForThing(question)) return undefined;
  const line = /^\s*[^\r\n]*/.exec(answer.slice(0, REACH))?.[0] ?? '';
  if (!/\d/.test(line) && !NAME_WORD.test(question) && isOrdinary(line)) return undefined;
  const befores = labelsIn(question, /\d/.test(line)).map((label) => `${label}: `);
  return {
    text: befores.map((before) => before + line).join('\n'),
    matches: (found) => {
      let from = 0;
      return befores.flatMap(({ length }) => {
        const [start, end] = [from + length, from + length + line.length];
        from = end + 1;
        return found
          .filter((match) => match.start >= start && match.start < end)
          .map((match) => ({ ...match, start: match.start - start, end: Math.min(match.end, end) - start }));
      });
    },
  };
}

/** The question, and it as far as each of the values for which it may ask: "What is the MRN" of the patient. */
function labelsIn(question: string, hasDigits: boolean): readonly string[] {
  const labels = new Set([question]);
  const asked = [...question.matchAll(NAME_ASKED), ...(hasDigits ? question.matchAll(NUMBER_ASKED) : [])];
  for (const match of asked) labels.add(question.slice(0, match.index + match[0].length));
  return [...labels].slice(0, MOST_LABELS);
}

/** The last question, or else the last sentence that asks for something; empty where there is none. */
function questionIn(text: string): string {
  const asked = Math.max(text.lastIndexOf('?'), text.lastIndexOf('？'));
  const sentence = (asked < 0 ? text : text.slice(0, asked)).replace(/[\s.:!]{1,8}$/, '');
  let from = sentence.length;
  while (from > 0 && !ENDS.test(sentence.charAt(from - 1))) from -= 1;
  const question = sentence.slice(from).replace(EMPHASIS, '').trim();
  return asked >= 0 || ASKS.test(text.slice(from)) ? question : '';
}

/** A drug or a disease would be hidden as the name of the patient for whom the question is. */
function asksForThing(question: string): boolean {
  const rest = question.replace(NAME_OF_THING, 'drug');
  return THING.test(rest) && !NAME_WORD.test(rest) && !WHO_OR_NUMBER.test(rest);
}

/** "Continue" answers "Shall I tell the patient?": a word of the dictionary is somebody only where a name was asked for. */
function isOrdinary(line: string): boolean {
  const start = line.length - line.trimStart().length;
  const flags = lookUp(line, start, lettersEnd(line, start));
  return (flags & (ORDINARY | FREQUENT | OTHER_PROPER)) !== 0 && (flags & (COMMON_GIVEN | COMMON_SURNAME)) === 0;
}
