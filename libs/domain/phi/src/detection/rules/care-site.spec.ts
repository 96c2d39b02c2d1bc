import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../../testing/marked.js';

describe('sites of care', () => {
  it.each([
    'admitted to «General Hospital» yesterday',
    'treated at «Elm Ridge Medical Ctr» by us',
    "seen at «Children's Hospital, Boston»",
    'followed at «Mayo Clinic in Rochester, MN», then home',
    'care at «Quillfeather-Ostrander» went on',
    'transferred to «NYU Langone»',
    "by the team of «St. Brendan's Hospital in Duluth»",
    'a visit to our «Seattle clinic» and to the «Boston office»',
    'from «NYC» and from «Boston»',
    'seen in «Elmhurst Clinic, Baltimore, MD»',
    'a flat in «Salt Lake City»',
    'seen @ «Stanford» today',
    "at «St. Luke's». His mail is old",
    'at «Baylor Med. Center», then at «Elm Ridge Hosp»',
    'our «5th avenue clinic» and our «New York clinic»',
    'living in «the Bronx»',
    'seen at «keck medicine» today',
    'at «Jefferson Middle School in Yonkers»',
    'found at «the corner of Mission and 24th St», near here',
    'he came from «Elm Street, Denver», by car',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'ADDRESS')).toBe(example);
  });

  it.each([
    'referred to Cardiology at discharge',
    'admitted to the hospital in March',
    'our memory clinic and the COPD clinic',
    'a rush at night, mayo at lunch',
    'presented to ER at 5 PM',
    'Mercy is a virtue; providence provides',
  ])('leaves %s alone', async (text) => {
    expect(await marked(text, 'ADDRESS')).toBe(text);
  });
});
