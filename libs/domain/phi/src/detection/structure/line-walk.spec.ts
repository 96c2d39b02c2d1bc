import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { marked, unmarked } from '../../testing/marked.js';
import { PHI_CATEGORIES } from '../../category.js';
import { LineWalk } from './line-walk.js';

const expectMarked = async (example: string): Promise<void> => {
  expect(await marked(unmarked(example))).toBe(example);
};

const PATIENT =
  'PID|1||«8841207»^^^ELM^MR~«219-09-9999»^^^USA^SS||«Okafor»^«Ngozi»^«A»||«19610412»|F|||«14 Birch Row»^^«Elmhaven»^OH^«44107»^USA||«(216)555-0148»|||S|||«219-09-9999»';
const HEADER = 'MSH|^~\\&|LAB|ELMHAVEN|EHR|WESTGATE|«20240311101500»||ADT^A01|MSG00001|P|2.5';

describe('a message of HL7 v2', () => {
  it('is read field by field, component by component and repetition by repetition', async () => {
    await expectMarked(`${HEADER}\n${PATIENT}`);
  });

  it('may end its lines as the standard says', async () => {
    await expectMarked(`${HEADER}\r${PATIENT}\r`);
  });

  it('tells next of kin, guarantor and insurance apart from codes', async () => {
    await expectMarked(
      `${HEADER}\nNK1|1|«Okafor»^«Emeka»|SPO|«14 Birch Row»^^«Elmhaven»^OH^«44107»|«(216)555-0149»\nIN1|1|PPO|77|Elm Mutual||||«GRP5512»||||«20200101»||||«Okafor»^«Ngozi»|SEL|«19610412»`,
    );
  });

  it('brings its own separators', async () => {
    await expectMarked('MSH#*~\\&#LAB#ELM\nPID#1##«A1-77»##«Smith»*«Jane»');
  });

  it('keeps an escape inside its value', async () => {
    await expectMarked(`${HEADER}\nPID|1||«77»||«O\\T\\Brien»^«Jo\\S\\Ann»`);
  });

  it('closes the segments of a site of its own', async () => {
    await expectMarked(`${HEADER}\nZPI|«1»|«blue door»|«Rex the dog»`);
  });

  it('leaves free text to the rules of prose', async () => {
    await expectMarked(`${HEADER}\nOBX|1|TX|8302-2^Body height||chart copied, MRN «77120», feels well||||||F`);
  });

  it('ends with the first line that is no segment', async () => {
    await expectMarked(`${HEADER}\nZZZ|«a1»\nThat is all.\nZZZ|a1`);
  });
});

describe('a table', () => {
  it('in Markdown gives each cell the category of its column', async () => {
    await expectMarked(
      '| Patient | DOB | MRN | Dx |\n|---|---|---|---|\n| «Will Price» | «03/04/1962» | «884120» | gout |\n| «Grace Hope» | «1970-01-02» | «884121» | Parkinson |',
    );
  });

  it('of comma-separated values respects quotation marks', async () => {
    await expectMarked(
      'name,dob,phone,notes\n"«Price, Will»",«03/04/1962»,«216-555-0148»,stable\n«Hope Young»,«1970-01-02»,«2165550149»,"ok, fine"',
    );
  });

  it('may be separated by tabs or semicolons', async () => {
    await expectMarked('Patient\tMRN\n«Rose May»\t«77120»');
    await expectMarked('patient;mrn;ward\n«Rose May»;«77120»;B');
  });

  it('about something else is left alone', async () => {
    await expectMarked('| Name | Dose |\n|---|---|\n| Lasix | 20 mg |');
    await expectMarked('Name, age and phone are needed, please.\nRest well, drink water, walk daily.');
  });

  it('ends where a row has another number of cells', async () => {
    await expectMarked('patient;mrn;ward\n«Rose May»;«77120»;B\nRose May;B');
  });
});

describe('a line with a label', () => {
  it.each([
    ['Patient Name: «Rose May»'],
    ['- **Next of kin:** «Will Young»'],
    ["Mother's maiden name: «Price»"],
    ['Chart no.: «K-9»'],
    ['Device serial: «AB77»; model: X'],
    ['Guardian: the mother of the 4 children'],
    ['Colour: blue 20'],
    ['Policy no: see card'],
  ])('holds what the label says and no more: %s', async (example) => {
    await expectMarked(example);
  });
});

describe('any text of lines', () => {
  it('is read wherever it is cut, to the same end, and never outside itself', () => {
    const piece = fc.constantFrom(
      'MSH|^~\\&|A',
      'PID|1||7||Doe^Jane',
      'ZAB|x|',
      'name,dob,phone',
      'a,b,c',
      '| Patient | MRN |',
      '| Jo | 12 |',
      'MRN: 12',
      '\n',
      '\r',
      '"',
      '|',
      '😀',
      ' ',
    );
    const all = new Set(PHI_CATEGORIES);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(60), (pieces, cut) => {
        const text = pieces.join('');
        const once = new LineWalk(text, all);
        once.advance(text.length);
        const twice = new LineWalk(text, all);
        twice.advance(Math.min(cut, text.length));
        twice.advance(text.length);
        expect(twice.matches).toEqual(once.matches);
        let last = 0;
        for (const { start, end } of once.matches) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = end;
        }
      }),
    );
  });
});
