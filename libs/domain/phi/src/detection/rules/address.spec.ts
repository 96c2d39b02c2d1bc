import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../../testing/marked.js';

describe('addresses', () => {
  it.each([
    'lives at «12 Elm Street»',
    'at «1600 Pennsylvania Ave» NW',
    'at «350 5th Avenue, New York, NY 10118»',
    '«12 Elm St., Springfield, IL 62701»',
    '«12B Oak Lane, Apt 4C, Boston, MA 02110»',
    '«4 Martin Luther King Blvd»',
    'home: «77 St. James Road»',
    'at «123 MAIN ST» daily',
    'at «12 elm street»',
    '«P.O. Box 1234»',
    '«PO Box 99, Denver, CO 80202»',
    'from «Boston, MA 02110»',
    'lives in «Springfield»',
    'resides in «New Haven, Connecticut»',
    'a patient from «Denver, Colorado»',
    'Address: «Hauptstrasse 5, 10115 Berlin»',
    'Address: «12 Elm Street, Springfield». Phone: 555',
    'ZIP: «02110»',
    'zip code «02110-1234»',
    '"city": "«Springfield»"',
    '"line": [ "«183 Muller Manor»" ]',
    'admitted to «Elm Ridge Hospital»',
    'seen at «UCLA Medical Center»',
    "operated at «St. Vincent's»",
    'a patient from «King County»',
    'Address: «12 Elm Street»\nDOB: 04/12/1961',
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'ADDRESS')).toBe(example);
  });

  it.each([
    '12 lead ST elevation in V2',
    '12 Lead ST Depression',
    'a 20 minute drive',
    '10 mg by mouth every day on the way',
    '3 weeks later',
    'address the pain first',
    'Address: same as above',
    "St. John's wort",
    'the hospital was full',
    'Emergency Department of the Hospital',
    'lives in Ohio',
    'moved to Ohio',
    'lives alone',
    'Smith, MD',
    'COPD, CO retention',
    'On 12 March Dr. Smith called',
    'vitamin B12 street value',
    'zip lock bag 12345',
    'creatinine 1.2, in 02110 samples',
    'Primary Care Clinic',
    'a box 12 cm wide',
  ])('leaves %s', async (text) => {
    expect(await marked(text, 'ADDRESS')).toBe(text);
  });
});
