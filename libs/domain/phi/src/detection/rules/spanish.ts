import { bounded } from '../bounded.js';
import { following, words, type Find, type Rule } from '../rule.js';

/** `pattern` is for the text as written; its one group is the value, from the trigger's end on. */
const behind = (pattern: string): Find => {
  const expression = bounded(pattern, 'udy');
  return (scene, _start, end) => {
    expression.lastIndex = end;
    const group = expression.exec(scene.text)?.indices?.[1];
    return group && { start: group[0], end: group[1] };
  };
};

const LABEL_END = '["\'*]{0,3}\\s{0,2}:\\s{0,3}';
const PIECE = "\\p{L}[\\p{L}\\p{M}'’-]{0,25}";
/** A word that is the next label is no part of a name. */
const NO_LABEL = '(?!\\p{L}{1,20}[ºª]?(?:\\s?/\\s?\\p{L}{1,20})?\\s{0,2}:|N[º°.]|Servicio|Hospital|Fecha|Datos)';
const PERSON = `(?:(?:[Dd]r|[Dd]ra|DR|DRA|D|D[ªñ]a|Sr|Sra)(?:\\.ª?)? ?(?=\\p{Lu}))?(${PIECE}\\.?(?: {1,2}${NO_LABEL}${PIECE}(?:\\.(?= \\p{Lu}\\p{Ll}))?){0,6})`;

const STREET_END = `(?:,? ?(?:[Nn][º°o]\\.?|[Nn]úm\\.?|km\\.?)? ?\\d{1,4}(?!\\d)(?:[,-]? ?(?:\\d{1,3} ?[ºª°]?|[A-Z]|[Bb]ajo|[Ii]zq\\.?|[Dd](?:er|cha)\\.?|[Ee]sc\\.? ?\\w|[Pp]iso)(?![\\p{L}\\d])){0,3}|,? s/n)`;
/** Whole: a word that could be cut anywhere would be tried cut everywhere. */
const STREET_WORD = "(?:[\\p{L}\\p{M}'’ºª-]{1,20}(?![\\p{L}\\p{M}'’ºª-])|\\d{1,2}(?= de ))";
const streetName = bounded(`\\.? ?${STREET_WORD}(?:(?:\\. ?| )${STREET_WORD}){0,6}?\\.?${STREET_END}`, 'uy');

/** Somewhere in a street's name stands a capital; "vía oral y morfina 5 mg" is none. */
const PROPER_INSIDE = /\p{Lu}[\p{L}\p{M}]{2,}/u;

const street: Find = ({ text, lower }, start, end) => {
  if (text.charCodeAt(start) === lower.charCodeAt(start) && NEEDS_CAPITAL.has(lower.slice(start, end)))
    return undefined;
  const from = text.charAt(end) === '/' ? end + 1 : end;
  if (from === end && end - start === 1) return undefined;
  streetName.lastIndex = from;
  if (!streetName.test(text)) return undefined;
  return PROPER_INSIDE.test(text.slice(from, streetName.lastIndex)) ? { start, end: streetName.lastIndex } : undefined;
};
const NEEDS_CAPITAL: ReadonlySet<string> = new Set(
  words('av gran via vía camino carrera ronda plaza barrio urb pasaje'),
);

const PLACE_WORD = "(?:\\p{Lu}[\\p{L}\\p{M}'’·.-]{1,24}|\\d{1,2}|I{1,3}|IV)";
const place = bounded(
  `(?: (?:\\p{Ll}{4,16}al|[Uu]niversitari[oa]|[Gg]eneral|[Cc]línico))?(?:(?: (?:de|del|la|las|los|el|y|i|e|d'|de la|de los|de las|Nuestra|Señora)){0,3} ${PLACE_WORD}){1,6}`,
  'uy',
);
const institution: Find = ({ text, lower }, start, end) => {
  if (text.charCodeAt(start) === lower.charCodeAt(start)) return undefined;
  place.lastIndex = end;
  if (!place.test(text)) return undefined;
  const stop = place.lastIndex;
  return { start, end: text.charAt(stop - 1) === '.' ? stop - 1 : stop };
};

const rest = behind(
  `(?: ?/ ?\\p{L}{4,12})?${LABEL_END}([^\\n\\r\\t;|"<>{}]{2,90}?)(?=[\\s.]{0,4}(?:[\\n\\r|"]|$|(?:Localidad|CP|NHC|Pa[ií]s|Datos|Tel)\\b))`,
);

/** Values behind a label of Spanish notes. */
export const SPANISH_LABEL_RULES: readonly Rule[] = [
  {
    name: 'name.label',
    category: 'NAME',
    confidence: 0.95,
    words: words('nombre nombres apellidos apellido médico medico médica facultativo doctora enfermera firmado'),
    find: behind(`${LABEL_END}${PERSON}`),
  },
  {
    name: 'name.label',
    category: 'NAME',
    confidence: 0.95,
    words: words('remitido remite enviado'),
    find: behind(`(?: por)${LABEL_END}${PERSON}`),
  },
  {
    name: 'name.label',
    category: 'NAME',
    confidence: 0.9,
    words: ['responsable', 'correspondencia'],
    find: behind(`(?: clínico)?${LABEL_END}${PERSON}`),
  },
  {
    name: 'record.nhc',
    category: 'MEDICAL_RECORD',
    confidence: 0.97,
    words: words('nhc cipa historia hc'),
    find: following(
      '(?: clínica)?(?:\\s?(?:número|nº|n°))?\\s{0,2}[:-]\\s{0,3}((?=[a-z-]{0,6}\\d)[a-z\\d](?:[a-z\\d/-]| (?=\\d)){3,20})',
    ),
  },
  {
    name: 'insurance.nass',
    category: 'INSURANCE_ID',
    confidence: 0.97,
    words: words('nass nuss nss afiliación tsi cip'),
    find: following('\\s{0,2}[:.-]?\\s{0,3}((?=[a-z]{0,5}[ -]?\\d)[a-z\\d](?:[a-z\\d]|[ /-](?=\\d)){4,24})'),
  },
  {
    name: 'license.col',
    category: 'LICENSE',
    confidence: 0.95,
    words: words('nºcol n°col ncol nºcolegiado colegiado colegiada col'),
    find: following('\\.?\\s{0,2}[:.nº°]{0,3}\\s{0,3}(\\d(?:[\\d]|[ ./-]{1,2}(?=\\d)){4,16})'),
  },
  {
    name: 'other.episodio',
    category: 'OTHER_ID',
    confidence: 0.9,
    words: words('episodio expediente'),
    find: following('\\s{0,2}[:.]\\s{0,3}([a-z]{0,3}\\d[\\d/-]{3,16})'),
  },
  {
    name: 'phone.spanish',
    category: 'PHONE',
    confidence: 0.93,
    words: words('tlf tfno telf tel teléfono telefono teléfonos móvil movil tf tlfno'),
    find: following(
      '(?: de [\\p{L} ]{2,24})?[.:\\s+]{0,6}((?:\\(?\\d{1,4}\\)?[\\s.-]{0,2})(?:\\d[\\s./-]{0,2}){5,11}\\d)(?!\\d)',
    ),
  },
  {
    name: 'fax.spanish',
    category: 'FAX',
    confidence: 0.95,
    words: ['fax'],
    find: following('[.:\\s+]{1,6}((?:\\d[\\s.-]{0,2}){6,13}\\d)(?!\\d)'),
  },
  {
    name: 'address.label',
    category: 'ADDRESS',
    confidence: 0.93,
    words: words('domicilio dirección direccion localidad provincia municipio población poblacion ciudad'),
    find: rest,
  },
  {
    name: 'address.zip',
    category: 'ADDRESS',
    confidence: 0.93,
    words: words('cp'),
    find: following('\\s{0,2}[.:]?\\s{0,3}(\\d{4,6})(?!\\d)'),
  },
];

export const SPANISH_RULES: readonly Rule[] = [
  {
    name: 'name.title',
    category: 'NAME',
    confidence: 0.9,
    words: words('dra don doña sr sra srta dña'),
    find: behind(
      `\\.? (\\p{Lu}[\\p{L}\\p{M}'’-]{1,25}\\.?(?: (?:(?:de|del|la|los|las|y) ){0,2}${NO_LABEL}\\p{Lu}[\\p{L}\\p{M}'’-]{1,25}){0,4})`,
    ),
  },
  {
    name: 'address.calle',
    category: 'ADDRESS',
    confidence: 0.9,
    words: words(
      'c calle avda avd avenida av paseo pº plaza pza plz ctra carretera camino ronda travesía travesia urbanización urb carrera rúa glorieta vía gran polígono pasaje barrio rambla passeig carrer via rua',
    ),
    find: street,
  },
  {
    name: 'address.hospital',
    category: 'ADDRESS',
    confidence: 0.8,
    words: words(
      'hospital clínica complejo centro cap policlínico policlínica sanatorio ambulatorio residencia fundación hospitalari',
    ),
    find: (scene, start, end) => {
      const kind = /^(?:| hospitalario| de salud| de especialidades| médico)(?= )/.exec(
        scene.lower.slice(end, end + 22),
      );
      const health = scene.lower.slice(start, end) !== 'centro' || (kind?.[0].length ?? 0) > 0;
      return health && kind ? institution(scene, start, end + (kind[0].length || 0)) : undefined;
    },
  },
];
