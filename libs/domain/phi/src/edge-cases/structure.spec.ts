import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../testing/marked.js';

const CASES: readonly (readonly [string, readonly string[]])[] = [
  [
    '30: fields of HL7 v2 with separators and escapes of their own, and closed Z-segments',
    ['MSH#*~\\&#LAB#X\nPID#1##«A1-77»##«O\\T\\Brien»*«Jo\\S\\Ann»\nZAB#«blue»'],
  ],
  [
    '33: cells of tables, fenced code and differences keep their form',
    [
      '| Patient | MRN |\n|---|---|\n| «Will Price» | «884120» |',
      '```json\n{"mrn": "«884120»"}\n```',
      '- MRN: «884120»\n+ MRN: «884121»',
      'mrn,patient,ward\n«884120»,"«Price, Will»",B',
    ],
  ],
  [
    'JSON in strings of JSON',
    [
      '[{"type":"text","text":"{\\"last_name\\":\\"«Qwuatzl»\\",\\"l\\":[{\\"mrn\\":«482913»}]}"},{"last_name":"«Whitfield»"}]',
      '{"text":"{\\n  \\"last_name\\": \\"«Qwuatzl»\\",\\n  \\"mrn\\": «482913»\\n}\\n","mrn":«482914»}',
      '{"text":"{"last_name":"«Qwuatzl»"}","mrn":«482914»}',
    ],
  ],
  [
    'elements and attributes of XML, by their names',
    [
      '<patient ssn="1"><name use="L"><given>«Qwenna»</given>\n<n1:family> «Qwuatzl» </n1:family></name><id extension="«00482913»"/></patient>',
      '<Patient><name><family value="«Qwuatzl»"/><given value=\'«Qwenna»\'/></name></Patient>',
      '<row><LastName>«Qwuatzl»</LastName><mrn>«00482913»</mrn><status>final</status><br></row>',
    ],
  ],
];

describe('where a value may stand', () => {
  it.each(CASES)('case %s', async (_case, examples) => {
    for (const example of examples) {
      expect(await marked(unmarked(example), 'NAME', 'MEDICAL_RECORD', 'OTHER_ID')).toBe(example);
    }
  });
});
