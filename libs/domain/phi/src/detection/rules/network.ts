import { isWordUnit } from '../../characters.js';
import { bounded } from '../bounded.js';
import { starting, words, type Find, type Rule } from '../rule.js';

/** Hosts of vocabularies and standards: their addresses name a concept, not a person. */
const PUBLIC_HOST = bounded(
  '(?:[a-z\\d-]{1,30}\\.){0,3}(?:hl7\\.org|loinc\\.org|snomed\\.info|w3\\.org|unitsofmeasure\\.org|nih\\.gov|who\\.int|cdc\\.gov|fda\\.gov|cms\\.gov|json-schema\\.org|schema\\.org|ietf\\.org|iso\\.org|doi\\.org|dicom\\.nema\\.org|ihe\\.net|nucc\\.org|us-core|x12\\.org|synthetichealth\\.github\\.io|github\\.com\\/synthetichealth|xmlsoap\\.org|clinicaltrials\\.gov|cochrane\\.org|localhost)',
  'uy',
);
const link = starting('[hHfF][tT]{1,2}[pP][sS]?:\\/\\/([^\\s"\'<>\\\\^`{|}]{3,300})');
const bare = starting('[wW]{3}\\.[^\\s"\'<>\\\\^`{|}]{3,300}');
const SCHEME = bounded('[a-z]{3,5}:\\/\\/', 'y');

const isPublic = (lower: string, start: number): boolean => {
  SCHEME.lastIndex = start;
  PUBLIC_HOST.lastIndex = SCHEME.test(lower) ? SCHEME.lastIndex : start;
  return PUBLIC_HOST.test(lower);
};

/** "https://portal.example.org/p?mrn=1"; a sentence's own signs stay outside. */
const url: Find = (scene, start, end) => {
  const span = link(scene, start, end) ?? bare(scene, start, end);
  if (!span || isPublic(scene.lower, start)) return undefined;
  let stop = span.end;
  while (stop > start && '.,;:!?)]*'.includes(scene.text.charAt(stop - 1))) stop -= 1;
  return { start, end: stop };
};

const PATH = bounded('(?:\\.[a-z]{2,3})?(?::\\d{2,5})?(?:\\/[^\\s"\'<>\\\\^`{|}]{0,200})?', 'y');
const LONGEST_HOST = 80;

/** "example.com/jane": told by its last word. */
const domain: Find = ({ text, lower }, start, end) => {
  if (text.charAt(start - 1) !== '.' || isWordUnit(text, end)) return undefined;
  let from = start - 1;
  while (
    from > 0 &&
    start - from < LONGEST_HOST &&
    (isWordUnit(text, from - 1) || '.-'.includes(text.charAt(from - 1)))
  )
    from -= 1;
  while (from < start && '.-'.includes(text.charAt(from))) from += 1;
  if (start - from < 3 || '@/'.includes(text.charAt(from - 1) || ' ') || isPublic(lower, from)) return undefined;
  PATH.lastIndex = end;
  let stop = PATH.test(lower) ? PATH.lastIndex : end;
  while (stop > end && '.,;:!?)]*'.includes(text.charAt(stop - 1))) stop -= 1;
  return { start: from, end: stop };
};

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const v4 = starting(`${OCTET}(?:\\.${OCTET}){3}(?![\\d.]{0,1}\\d)(?:\\/\\d{1,2})?`);
const NO_ADDRESS = bounded('(?:version|release|build|section|oid|firmware|v)[\\s.:]{0,3}$', '');

const ipv4: Find = (scene, start, end) => {
  if (end - start > 3 || scene.text.charAt(end) !== '.' || '.-:'.includes(scene.text.charAt(start - 1) || ' '))
    return undefined;
  return NO_ADDRESS.test(scene.lower.slice(Math.max(0, start - 12), start)) ? undefined : v4(scene, start, end);
};

const mac = starting('[\\da-fA-F]{2}(?:[:-][\\da-fA-F]{2}){5}(?![\\da-fA-F:-])');
const v6 = starting(
  '(?:[\\da-fA-F]{1,4}:){7}[\\da-fA-F]{1,4}(?![\\da-fA-F:])|(?:[\\da-fA-F]{1,4}:){1,6}:(?:[\\da-fA-F]{1,4}(?::[\\da-fA-F]{1,4}){0,5})?(?![\\da-fA-F:])',
);

/** From a colon back to where its group of hexadecimal digits begins; only the first colon of an address counts. */
const fromColon =
  (pattern: Find): Find =>
  (scene, at, end) => {
    let start = at;
    while (start > 0 && at - start < 5 && /[\da-fA-F]/.test(scene.text.charAt(start - 1))) start -= 1;
    if (start === at || at - start > 4 || ':-'.includes(scene.text.charAt(start - 1) || ' ')) return undefined;
    return isWordUnit(scene.text, start - 1) ? undefined : pattern(scene, start, end);
  };

export const NETWORK_RULES: readonly Rule[] = [
  { name: 'url.form', category: 'URL', confidence: 0.95, words: words('http https ftp www'), find: url },
  {
    name: 'url.domain',
    category: 'URL',
    confidence: 0.8,
    words: words('com net org edu gov info biz io co uk de fr es it us ca au nl eu me name health online site'),
    find: domain,
  },
  { name: 'ip.form', category: 'IP', confidence: 0.9, digits: true, lengths: [1, 3], find: ipv4 },
  { name: 'ip.form', category: 'IP', confidence: 0.9, signs: ':', find: fromColon(v6) },
  { name: 'device.mac', category: 'DEVICE', confidence: 0.9, signs: ':', find: fromColon(mac) },
];
