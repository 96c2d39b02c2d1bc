import { kindOf, OTHER } from '../../characters.js';
import { bounded } from '../bounded.js';
import { following, LINK, starting, words, type Find, type Rule, type Scene, type Span } from '../rule.js';

const EXTENSION = '(?: ?(?:x|ext\\.?|extension) ?\\d{1,6})?';

/** North American numbers, and anything that names its country with "+". */
const american = starting(
  `(?:1[-. ]?)?(?:\\([2-9]\\d{2}\\)[-. ]{0,2}|[2-9]\\d{2}[-. /])[2-9]\\d{2}[-. ]\\d{4}(?!\\d|-\\d)${EXTENSION}`,
);
const international = starting(`\\+\\d{1,3}(?:[ .()/-]{0,3}\\d){6,13}(?!\\d)${EXTENSION}`);

function americanNumber(scene: Scene, start: number, end: number): Span | undefined {
  const isArea = end - start === 3;
  if (!isArea && !(end - start === 1 && scene.text.charAt(start) === '1')) return undefined;
  return start > 0 && '-./_$'.includes(scene.text.charAt(start - 1)) ? undefined : american(scene, start, end);
}

const national = starting(`0\\d{0,4}(?:[ /-]{1,2}\\d{2,8}){1,4}(?!\\d|[-/.:]\\d)${EXTENSION}`);
const abroad = starting(`00[1-9]\\d{0,2}(?:[ .()-]{1,3}\\d{2,8}){1,5}(?!\\d|[-/:]\\d)${EXTENSION}`);
const KIND_BEHIND = bounded('[ -]\\(?(?:office|fax|mobile|cell|home|work|phone|tel|direct|pager|main)\\b', 'y');
const grouped = starting(`\\d{1,5}(?:[ -]{1,2}\\d{2,8}){1,5}(?!\\d|[-/.:]\\d)${EXTENSION}`);
const JOINED_BEFORE = /[-./_$:]$|\d,$/;
const IS_DATE = /^\d{1,2}([-/ ]{1,2})\d{1,2}\1(?:\d{2}|(?:1[89]|20)\d{2})$/;
/** Numbers of products and concepts, and codes of posts: "NDC 0093-7214-01", "ZIP 02110-4411", "MA 02110-4411". */
const CODE_BEFORE =
  /(?:ndc|loinc|cpt|upc|isbn|issn|sku|snomed|gtin|pmid|zip|(?:zip|post|postal)[ -]?code|plz)[\s:#]{0,3}$/;
const LONGEST_CODE = 14;
const STATE_BEFORE = /\b[A-Z]{2},?\s{1,2}$/;
const IS_ZIP = /^\d{5}-\d{4}(?!\d)/;
const MOST_DIGITS = 13;

/** "079 4650 2145", "001-748-088-2851", "9885 1152-Office": a trunk or country prefix, or its kind behind it. */
function groupedNumber(scene: Scene, start: number, end: number): Span | undefined {
  if (end - start > 5 || JOINED_BEFORE.test(scene.text.slice(Math.max(0, start - 2), start))) return undefined;
  if (scene.text.charAt(start - 1) === '(' && scene.text.charAt(end) === ')') return undefined;
  if (CODE_BEFORE.test(scene.lower.slice(Math.max(0, start - LONGEST_CODE), start))) return undefined;
  const isZip = end - start === 5 && IS_ZIP.test(scene.text.slice(start, start + 11));
  if (isZip && STATE_BEFORE.test(scene.text.slice(Math.max(0, start - 6), start))) return undefined;
  const leading = scene.text.charAt(start) === '0';
  const span = leading ? (abroad(scene, start, end) ?? national(scene, start, end)) : grouped(scene, start, end);
  if (!span || IS_DATE.test(scene.text.slice(start, span.end))) return undefined;
  const digits = scene.text.slice(start, span.end).replace(/\D/g, '').length;
  if (leading && digits >= 8 && digits <= MOST_DIGITS) return span;
  KIND_BEHIND.lastIndex = span.end;
  return digits >= 6 && KIND_BEHIND.test(scene.lower) ? span : undefined;
}

const inBrackets = starting(`\\(0\\d{1,4}\\)(?:[ /-]{0,2}\\d{2,8}){1,4}(?!\\d|[-/.:]\\d)${EXTENSION}`);
const areaBehind = starting(
  `\\(\\d{2,4}\\) ?\\d{2,4}[- ]?\\d{2,5}(?!\\d|[-/.:]\\d)(?=[ -]\\(?(?:[Oo]ffice|[Ff]ax|[Mm]obile|[Cc]ell|[Hh]ome|[Ww]ork))`,
);

/** "(027) 7972-805", "(22) 154-300-Office". */
const bracketed: Find = (scene, start, end) => inBrackets(scene, start, end) ?? areaBehind(scene, start, end);

const DOMAIN = bounded('(?:[\\p{L}\\d][\\p{L}\\d-]{0,62}\\.){1,8}[\\p{L}]{2,24}(?![\\p{L}\\d])', 'uy');
const LOCAL_SIGNS = "._%+'-";
const LONGEST_LOCAL = 64; // RFC 5321

function email({ text }: Scene, at: number, end: number): Span | undefined {
  let start = at;
  while (start > 0 && at - start < LONGEST_LOCAL && isLocal(text, start - 1)) start -= 1;
  while (start < at && "'.-".includes(text.charAt(start))) start += 1;
  DOMAIN.lastIndex = end;
  return start < at && DOMAIN.test(text) ? { start, end: DOMAIN.lastIndex } : undefined;
}

const isLocal = (text: string, index: number): boolean =>
  kindOf(text.charCodeAt(index)) !== OTHER || LOCAL_SIGNS.includes(text.charAt(index));

export const CONTACT_RULES: readonly Rule[] = [
  { name: 'email.form', category: 'EMAIL', confidence: 0.98, signs: '@', find: email },
  { name: 'phone.form', category: 'PHONE', confidence: 0.9, digits: true, lengths: [1, 3], find: americanNumber },
  { name: 'phone.form', category: 'PHONE', confidence: 0.9, signs: '(', find: american },
  { name: 'phone.national', category: 'PHONE', confidence: 0.8, digits: true, find: groupedNumber },
  { name: 'phone.national', category: 'PHONE', confidence: 0.8, signs: '(', find: bracketed },
  { name: 'phone.country', category: 'PHONE', confidence: 0.9, signs: '+', find: international },
  {
    name: 'phone.cue',
    category: 'PHONE',
    confidence: 0.95,
    words: words(
      'phone phones telephone tel mobile cell cellphone phonenumber mobilephone homephone workphone fax faxnumber pager beeper call called calling contact ph text whatsapp reach reachable dial voicemail answering',
    ),
    find: following(
      `(?:\\s{1,2}(?:number|no\\.?|phone|#|me|him|her|us|them|at|on|is|from|to|back|directly)){0,3}(?:",\\s{1,60}"value)?${LINK}(\\+?\\(?\\d(?:[\\s().-]{0,3}\\d){6,14}(?!\\d|[-/]\\d)${EXTENSION})`,
    ),
  },
];
