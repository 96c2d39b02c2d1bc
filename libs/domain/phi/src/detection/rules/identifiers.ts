import { isWordBoundary } from '../../characters.js';
import { following, LINK, starting, words, type Find, type Rule, type Span } from '../rule.js';
import { hasIbanCheck, hasLuhnCheck, hasVinCheck } from '../check-digits.js';
import type { PhiCategory } from '../../category.js';

const ID = '((?=[a-z-]{0,10}\\d)[a-z\\d](?:[a-z\\d]|[-/. ](?=\\d)|[-/](?=[a-z\\d])){2,28})(?![a-z\\d])';
const NUMBER_WORD = '(?:identification|identifier|number|num\\.?|no\\.?|nr\\.?|nº|n°|id|code|#)';
const numbered = `(?:'s)?(?:[\\s_-]{0,2}${NUMBER_WORD}){1,2}${LINK}${ID}`;
const labelled = `\\.?(?:(?:[\\s_-]{0,2}${NUMBER_WORD}){1,2}${LINK}|["'*]{0,2}\\s?[:#=]\\s{0,2}["'*#]{0,2})${ID}`;

const rule = (name: string, category: PhiCategory, confidence: number, on: string, find: Find): Rule => ({
  name,
  category,
  confidence,
  words: words(on),
  find,
});

/** Twelve to nineteen digits in the groups of a card, with the check digit of one. */
const card = starting(
  '\\d{4}(?:[ -]?\\d{4}){2}[ -]?\\d{1,7}(?!\\d)|3\\d{3}[ -]?\\d{6}[ -]?\\d{4,5}(?!\\d)|\\d{12,19}(?!\\d)',
);
const cardNumber: Find = (scene, start, end) => {
  if (end - start < 4 || !isWordBoundary(scene.text, start) || '-./'.includes(scene.text.charAt(start - 1) || ' '))
    return undefined;
  const span = card(scene, start, end);
  if (!span || !'23456'.includes(scene.text.charAt(start))) return undefined;
  return hasLuhnCheck(scene.text.slice(span.start, span.end)) ? span : undefined;
};

const iban = starting('[A-Z]{2}\\d{2}(?: ?[A-Z\\d]{4}){2,7}(?: ?[A-Z\\d]{1,3})?(?![\\p{L}\\d])');
/** Of two letters, two digits and as many groups as follow: the longest whose remainder is right, else all. */
const ibanNumber: Find = (scene, start, end) => {
  if (end - start !== 2 || !isWordBoundary(scene.text, start)) return undefined;
  const span = iban(scene, start, end);
  return span && (hasIbanCheck(scene.text.slice(span.start, span.end)) ? { ...span, confidence: 0.98 } : span);
};

const vin = starting('[A-HJ-NPR-Z\\d]{17}(?![\\p{L}\\d])');
const vinNumber: Find = (scene, start, end): Span | undefined => {
  if (!isWordBoundary(scene.text, start)) return undefined;
  const span = vin(scene, start, end);
  return span && hasVinCheck(scene.text.slice(span.start, span.end)) ? span : undefined;
};

/** "Version identifier: v2.4" names software. */
const unlessVersion =
  (find: Find): Find =>
  (scene, start, end) =>
    scene.lower.startsWith('version ', start - 8) ? undefined : find(scene, start, end);

/** "S/N RNB3348812". */
const serial = following(`[:#.]{0,2}\\s{0,2}${ID}`);

const BIOMETRIC_WORDS = 'fingerprint fingerprints voiceprint faceprint retina retinal iris biometric';
const BIOMETRIC_NOUNS = '(?:\\s(?:scan|template|record|hash|data|file)){0,2}';
/** Letters, a dash and digits, which need no sign in front of them: "iris template IR-004417". */
const LETTERED = '([a-z]{1,4}-\\d{3,10}(?:-[a-z\\d]{1,6})?)(?![a-z\\d-])';
/** The same, and five digits or more (four may be a year): "badge 77120", "subject 0012-417". */
const CARRIED = '([a-z]{1,4}-\\d{3,10}|\\d{5,10}|\\d{4}-\\d{2,6})(?![a-z\\d-])';

export const IDENTIFIER_RULES: readonly Rule[] = [
  rule('account.cue', 'ACCOUNT', 0.95, 'account acct accounts', following(labelled)),
  rule(
    'account.cue',
    'ACCOUNT',
    0.9,
    'account acct',
    following('(?: (?:ending in|ends in))? (?:was |is )?(\\d{4,17}|\\d{2,6}(?:-\\d{2,6}){1,3})(?![\\d-])'),
  ),
  rule(
    'account.cue',
    'ACCOUNT',
    0.95,
    'iban routing aba swift cuenta',
    following(`(?:[\\s_-]{0,2}${NUMBER_WORD}){0,2}${LINK}${ID}`),
  ),
  rule(
    'account.card',
    'ACCOUNT',
    0.95,
    'card visa mastercard amex',
    following(
      '(?:[\\s_-]{0,2}(?:number|no\\.?|#|ending in))?[\\s"\':#=]{0,4}(?:is |was )?(\\d(?:[ -]?\\d){3,18})(?!\\d)',
    ),
  ),
  { name: 'account.card', category: 'ACCOUNT', confidence: 0.9, digits: true, lengths: [4, 19], find: cardNumber },
  { name: 'account.iban', category: 'ACCOUNT', confidence: 0.85, everyWord: true, lengths: [2, 2], find: ibanNumber },
  rule(
    'license.cue',
    'LICENSE',
    0.95,
    'license licence lic licencia dea npi certificate cert upin',
    following(`(?:[\\s_-]{0,2}${NUMBER_WORD}){0,2}${LINK}${ID}`),
  ),
  rule('license.cue', 'LICENSE', 0.9, 'dl driver drivers', following(`(?:'s)?(?:\\s(?:license|licence))?${labelled}`)),
  rule('vehicle.cue', 'VEHICLE', 0.95, 'vin', following(`(?:[\\s_-]{0,2}${NUMBER_WORD}){0,2}${LINK}${ID}`)),
  rule('vehicle.cue', 'VEHICLE', 0.9, 'plate plates registration tag matricula', following(`${labelled}`)),
  rule(
    'vehicle.cue',
    'VEHICLE',
    0.85,
    'plate plates',
    following('[\\s:#]{1,3}(?:is )?([a-z\\d]{2,4}[- ]?\\d{2,4}[a-z]{0,2})(?![a-z\\d])'),
  ),
  { name: 'vehicle.vin', category: 'VEHICLE', confidence: 0.9, digits: true, lengths: [1, 17], find: vinNumber },
  rule(
    'device.cue',
    'DEVICE',
    0.95,
    'serial udi imei meid s/n sn lot',
    following(`(?:[\\s_-]{0,2}${NUMBER_WORD}){0,2}${LINK}${ID}`),
  ),
  rule('device.cue', 'DEVICE', 0.9, 'n', (scene, start, end) =>
    scene.text.startsWith('S/N', start - 2) ? serial(scene, start, end) : undefined,
  ),
  rule('device.cue', 'DEVICE', 0.9, 'device pacemaker implant icd pump stent', following(numbered)),
  rule('biometric.cue', 'BIOMETRIC', 0.9, BIOMETRIC_WORDS, following(`${BIOMETRIC_NOUNS}${labelled}`)),
  rule('biometric.form', 'BIOMETRIC', 0.85, BIOMETRIC_WORDS, following(`${BIOMETRIC_NOUNS}\\s${LETTERED}`)),
  rule(
    'other.cue',
    'OTHER_ID',
    0.85,
    'passport nie dni nif curp rfc employee student badge staff user study subject participant enrollment tracking reference ref ticket order case file visit encounter accession specimen sample request confirmation voucher serial unique pasaporte autopsy biopsy pathology',
    following(labelled),
  ),
  rule(
    'other.cue',
    'OTHER_ID',
    0.8,
    'accession specimen ticket encounter case claim reference',
    following(
      '\\s(?:number |no\\.? |# ?)?((?=[a-z]{0,3}-?\\d{2})[a-z\\d]{1,6}-\\d{3,10}|[a-z]{1,3}\\d{5,10})(?![a-z\\d-])',
    ),
  ),
  rule('other.carried', 'OTHER_ID', 0.75, 'employee badge subject participant', following(`\\s${CARRIED}`)),
  rule(
    'other.national',
    'OTHER_ID',
    0.9,
    'dni nie nif curp rfc fiscale bsn pesel cpf personnummer',
    following('[\\s:#]{1,3}((?=[a-z]{0,8}-?\\d)[a-z\\d](?:[a-z\\d]|[-./](?=[a-z\\d])){6,20})(?![a-z\\d])'),
  ),
  rule(
    'other.user',
    'OTHER_ID',
    0.8,
    'user username login userid handle',
    following('(?: (?:name|id))?[\\s:=]{1,3}(?:is )?"?([a-z][a-z._-]{1,20}\\d[a-z\\d._-]{0,12})(?![a-z\\d@])'),
  ),
  rule(
    'other.passport',
    'OTHER_ID',
    0.9,
    'passport pasaporte passaporto passeport reisepass',
    following('(?: number| no\\.?)?[\\s:#]{1,3}(?:is |was )?([a-z]{0,3}\\d{6,9})(?!\\d)'),
  ),
  rule(
    'other.id',
    'OTHER_ID',
    0.75,
    'id identifier identification',
    unlessVersion(
      following(
        `(?:\\s{0,2}(?:number|no\\.?|#|code))?(?:["'*]{0,2}\\s?[:#=]\\s?["'*#]{0,2}|\\sis\\s|\\s(?=\\d|[a-z]{1,3}\\d{3}))${ID}`,
      ),
    ),
  ),
  rule(
    'fax.cue',
    'FAX',
    0.96,
    'fax facsimile faxnumber telefax',
    following(`(?:[\\s_-]{1,2}(?:number|no\\.?|#|to|at)){0,2}${LINK}(\\+?\\(?\\d(?:[\\s().-]{0,3}\\d){6,14})(?!\\d)`),
  ),
];
