import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../../testing/marked.js';

describe('telephone numbers', () => {
  it.each([
    'reach me: «(555) 201-4477»',
    'at «555-201-4477» today',
    'at «555.201.4477» today',
    'at «555 201 4477» today',
    '«1-800-555-0199» is free',
    '«+1 (555) 201-4477»',
    '«+49 30 901820»',
    '«+44 20 7946 0958»',
    'phone «5552014477»',
    'Tel: «030 901820»',
    'fax «555-0142»',
    'call me at «201-4477»',
    'cell number is «555 2014477»',
    '«555-201-4477 ext. 12»',
    '«555‑201‑4477»',
    'phone: «（555） 201-4477»',
    '"phone": "«5552014477»"',
    'at «079 4650 2145» or «001-748-088-2851»',
    '«9885 1152»-Office, «(22) 154-300»-Fax',
    'from «(027) 7972-805»',
    'not answering at «99 668472»',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'PHONE')).toBe(example);
  });

  it.each([
    'BP 120/80, HR 72',
    'sodium 140-145',
    'call 911',
    'given 01-02-2021 and 08 2020',
    'doses 9885 1152 units',
    'range 100-200-3000',
    'took 500 mg 3 times',
    'cell count 12000',
    'invoice 20210412-001',
    'between 2019-2020 and 2021-2022',
    'IP 192.168.100.1000',
  ])('leaves %s', async (text) => {
    expect(await marked(text, 'PHONE')).toBe(text);
  });
});

describe('e-mail addresses', () => {
  it.each([
    'write to «jane.doe@example.org»',
    '<«j_doe+lab@mail.example.co.uk»>',
    'mailto:«jane@example.org»?subject=x',
    "«o'brien@clinic.example.com», thanks",
    'email «JANE@EXAMPLE.ORG».',
    '«josé@clínica.example.es»',
    '"«a1@b2.io»"',
    '«jane＠example.org»',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'EMAIL')).toBe(example);
  });

  it.each(['@mention only', 'user@localhost', 'rate of 5 @ 20', 'a @ b.c', 'x@.com', 'fish@'])(
    'leaves %s',
    async (text) => {
      expect(await marked(text, 'EMAIL')).toBe(text);
    },
  );
});
