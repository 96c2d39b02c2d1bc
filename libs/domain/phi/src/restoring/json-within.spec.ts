import { describe, expect, it } from '@jest/globals';
import { AnswerRestorer, ArgumentsRestorer } from './answer-restorer.js';

const P = '[PHI_NAME_48213]';
const NICKNAMED = 'Robert "Bob" Smith\n(sr.)';

const restored = (text: string, original: string, cut = text.length): string => {
  const restorer = new AnswerRestorer(new Map([[P, original]]), 'none');
  let written = '';
  for (let at = 0; at < text.length; at += cut) written += restorer.push(text.slice(at, at + cut));
  return written + restorer.end();
};

describe('JSON within what an answer says', () => {
  // J: where a placeholder stands in a string of JSON; T: where it does not
  it.each([
    'Here:\n```json\n{\n  "patient": "J",\n  "notes": ["J", 1.5e3, null]\n}\n```\nSay hello to T',
    'Patient T: {"a": {"J": [true, "x \\" J", "J"]}} and {"b": "J"}, or "T"',
    '[1] says: "T" [{"a":"J"}] {T} {"x" is T',
    'He said: "T", she said "T", a {"b": x "T"',
  ])('has originals written as its strings want them, and text as it is: %s', (template) => {
    const text = template.replaceAll(/[JT](?![a-z])/g, P);
    const whole = template
      .replaceAll(/J(?![a-z])/g, () => JSON.stringify(NICKNAMED).slice(1, -1))
      .replaceAll(/T(?![a-z])/g, () => NICKNAMED);
    for (const cut of [1, 3, 7, text.length]) expect(restored(text, NICKNAMED, cut)).toBe(whole);
  });

  const TAKEN = 'Jos\\u00e9 \\"JJ\\" Garc\\u00eda\\nOak St';

  it('has an original that was taken from JSON as it stood there, and the text beside it what that says', () => {
    expect(restored(`${P}: {"patient": "${P}"}`, TAKEN)).toBe(`José "JJ" García\nOak St: {"patient": "${TAKEN}"}`);
  });

  it('takes no name of an account for one', () => {
    const account = 'HOSPITAL\\nsmith';
    expect(restored(`${P}: {"by": "${P}"}`, account)).toBe(`${account}: {"by": "HOSPITAL\\\\nsmith"}`);
  });

  it('is what was asked for, or the arguments of a tool', () => {
    for (const [original, said] of [
      [TAKEN, JSON.parse(`"${TAKEN}"`)],
      [NICKNAMED, NICKNAMED],
    ]) {
      const answer = new AnswerRestorer(new Map([[P, original]]), 'json');
      const call = new ArgumentsRestorer(new Map([[P, original]]));
      for (const restorer of [answer, call])
        expect(JSON.parse(restorer.push(`{"a":"${P}"}`) + restorer.end())).toEqual({ a: said });
    }
  });
});
