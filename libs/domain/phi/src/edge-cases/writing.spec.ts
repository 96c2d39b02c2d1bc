import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../testing/marked.js';

/** Each case is a number, what it says, and examples with what is to be found between « and ». */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['1: a zero-width character inside a value', ['SSN «219-0\u200b9-9999»', 'Patient «Ja\u200bne Whitfield» came.']],
  ['2: letters of another script that look alike', ['Patient «Јоhn Ѕmith» came.']],
  ['3: full-width and Arabic-Indic digits', ['SSN «２１９-０９-９９９９»', 'phone «٢١٦-٥٥٥-٠١٤٨»']],
  [
    '5: digits written apart behind a cue, without one only in the groups of an SSN',
    ['SSN «2 1 9 - 0 9 - 9 9 9 9»', 'code «2 1 9-0 9-9 9 9 9»', 'count 1 2 3 4 5 6 7 8'],
  ],
  ['6: a number over a line break or a soft hyphen', ['SSN «219-09-\n9999»', 'SSN «219-\u00ad09-9999»']],
  [
    '8: dashes and blanks of every kind',
    ['SSN «219\u201109\u20119999»', 'SSN «219–09–9999»', 'phone «216\u00a0555\u00a00148»'],
  ],
  ['9: characters outside the basic plane in front', ['😀👩‍⚕️ SSN «219-09-9999» 😀']],
  ['10: marks of direction', ['Patient \u202e«Jane Whitfield»\u202c came.', 'SSN \u200f«219-09-9999»']],
  ['11: a name without capitals behind a cue', ['patient «john smith» was seen', 'this will may improve with rest']],
  ['12: notes in capitals', ['PATIENT: «SMITH, JOHN Q»\nSEEN TODAY', 'HX COPD, CHF, CKD 3 AND GERD']],
  [
    '13: names that are words',
    ['«Dr. Will May» and «Ms. Grace Hope» spoke.', 'It may improve. Will it? We hope so. Mark the site with grace.'],
  ],
  ['14: names that are towns', ['Patient «Jackson Whitfield» came.', 'Patient «Charlotte» came.']],
  [
    '15: eponyms, but not the doctor of that name',
    [
      "Parkinson's disease, Hodgkin lymphoma, Babinski sign, Ludwig's angina, Framingham score",
      "Lou Gehrig's disease is rare.",
      '«Dr. Parkinson» called.',
    ],
  ],
  ['16: drugs and brands', ['Allegra, Lasix and Januvia daily']],
  [
    '17: hyphens, apostrophes, particles and suffixes',
    [
      "Patient «Ana O'Brien-Nakamura» came.",
      'Patient «Maria de la Cruz» came.',
      'Patient «Anna van der Berg» came.',
      'Patient «John Smith Jr.» came.',
    ],
  ],
  ['18: a possessive keeps its ending', ["«Dr. Whitfield»'s note"]],
  [
    'a name that a line break parts',
    [
      'The patient, «Jane\nWhitfield», was seen.',
      'We saw «John\r\n  Smith» today.',
      'Patient: «Jane»\nStatus: stable',
      'Patient: «Jane»\nPrice: 12',
    ],
  ],
  [
    'what is not to be seen: fillers, selectors, controls, halves of pairs, a character that was lost',
    [
      'Patient «Ja\ufe0fne Whit\u3164field» came.',
      'Patient «Ja\0ne Whit\ud800field» came.',
      'SSN «219-0\udc009-99\u206a99»',
      'Patient «Jos\ufffd Mu\ufffdoz» came.',
      'Patient «Ja\u{e0041}ne Whitfield» came.',
    ],
  ],
  ['digits of other scripts', ['SSN «२१९-०९-९९९९»', 'phone «๒๑๖-๕๕๕-๐๑๔๘»', 'SSN «৩১৯-০৯-৯৯৯৯»']],
  ['letters in circles and of Greek', ['Patient «Ⓙⓐⓝⓔ Ⓦⓗⓘⓣⓕⓘⓔⓛⓓ» came.', 'Patient «Μary Ηοpe» came.']],
  ['bytes of Windows taken for Latin-1', ['Patient «Mary O\x92Brien» came.', 'SSN «219\x9609\x969999»']],
  [
    'a name known from a text in which it is written otherwise',
    [
      'Patient «Ｊａｎｅ Ｗｈｉｔｆｉｅｌｄ» came. The plan of «Whitfield» is good.',
      'Patient «Jane Qwu\u00adatzl» came. The plan of «Qwuatzl» is good.',
      'Patient «Jane Qwuatzl» came. The plan of __«Qwuatzl»__ is good.',
    ],
  ],
  [
    'escapes of JSON in text, quoted once or twice',
    [
      'Patient «Jos\\u00e9 Mu\\u00f1oz» came. The plan of «Mu\\u00f1oz» is good.',
      '{"note":"Patient «Jos\\\\u00e9 Mu\\\\u00f1oz» came"}',
      '{"note":"SSN «\\u0032\\u0031\\u0039-09-9999»"}',
    ],
  ],
  [
    'characters of HTML by name and number',
    [
      'Patient «Jos&eacute; Mu&ntilde;oz» came.',
      'Patient «Jane&nbsp;Whitfield» came.',
      'Patient «Mary O&#39;Brien» came.',
      'SSN&nbsp;«219&ndash;09&#x2d;9999»',
    ],
  ],
  [
    'forms and addresses',
    [
      'name=«Jane%20Whitfield»&ssn=«219-09-9999»&phone=«%28216%29%20555-0148»',
      'patient=«Jos%C3%A9+Mu%C3%B1oz»',
      'See https://nih.gov/a%20b for 50% of Patient «Jane Whitfield».',
    ],
  ],
  [
    'tags and marks of HTML and Markdown',
    [
      '<td>SSN</td><td>«219099999»</td><td>Name:</td><td>«Whitfield»</td>',
      '<b>Patient:</b> <i>«Jane Whitfield»</i> came.',
      'Patient _«Jane Whitfield»_ came, SSN «219\\-09\\-9999».',
      'Name: ____«Jane Whitfield»____',
    ],
  ],
];

describe('how a value may be written', () => {
  it.each(CASES)('case %s', async (_case, examples) => {
    for (const example of examples) expect(await marked(unmarked(example), ...SHOWN)).toBe(example);
  });
});
const SHOWN = ['NAME', 'SSN', 'PHONE'] as const;
