import { describe, expect, it } from '@jest/globals';
import { marked, unmarked } from '../../testing/marked.js';

describe('addresses of many countries', () => {
  it.each([
    'send it to «33 11 Barker Street\nZamayo\n, SA\n Australia 38447»',
    'the office is at «78 Victor Hugo u. 97, Selnica»',
    'return it to «12 Via dalla Torre 87 Apt. 5 Elmau Norway» in case',
    'at «PSC 4465, Box 277\nAPO AE 80338»',
    '? «14 Kornweg 97\n? Apt. 834\n? Elmsen\n? Norway 64733»',
    'meet at «the corner of Auenweg 85 and Kessler Street»',
    'Where: «Elmhaven»',
    'originally from «Elmhaven», she',
    'moved from «Nova Vila 3610-114» in spring',
    'the city of «Elmhaven» and the village «Tiszabög»',
    'My zip code is «8592»',
    'she is at «NW1 6XE» and «K1A 0B1»',
    'in der «Lindenstraße 12, 10969 Berlin», Tel. 030 2345678',
    'from «1120 N Hobart Blvd #12, LA 90029»',
    'NYC is «nyc»'.replace('NYC', '«NYC»'),
  ])('finds %s', async (example) => {
    expect(await marked(unmarked(example), 'ADDRESS')).toBe(example);
  });

  it.each([
    'located at 5 cm from the margin',
    'return to clinic in 2 weeks',
    'sent to Pathology 2 samples'.toLowerCase(),
    'in Study 1021 and in Table 4455',
    'the Epworth Sleepiness Scale and the New York Heart Association class',
    'where: pain in the left knee',
    'B12 600 and H1N1 2AB',
    'the World Health Organization said so',
  ])('leaves %s alone', async (text) => {
    expect(await marked(text, 'ADDRESS')).toBe(text);
  });
});
