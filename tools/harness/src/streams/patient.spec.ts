import { describe, expect, it } from '@jest/globals';
import { patientOf, verdictOn } from './patient.js';

const patient = patientOf(1);
const other = patientOf(2);

const event = (choice: object): string => `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`;
const reply = (text: string, end = 'data: [DONE]\n\n'): string =>
  [
    ': keep-alive\n\n',
    ...[...text].map((content) => event({ delta: { content } })),
    event({ finish_reason: 'stop' }),
    end,
  ].join('');
const own = reply(`Echo: ${patient.prompt}`);

describe('a patient of a stream', () => {
  it('has a name, a record number and a nonce that nobody else has', () => {
    const patients = Array.from({ length: 10_000 }, (_, number) => patientOf(number));
    for (const each of ['nonce', 'name', 'record'] as const) {
      expect(new Set(patients.map((one) => one[each])).size).toBe(10_000);
    }
  });
});

describe('the verdict on a reply', () => {
  it('is that it is the own one', () => {
    expect(verdictOn(own, patient)).toBe('own');
  });

  it.each([
    ['the nonce', other.nonce],
    ['the name', other.name],
    ['the record number', other.record],
    ['the whole prompt', other.prompt],
  ])('is that it is crossed where %s of another one is in it', (_, foreign) => {
    expect(verdictOn(reply(`Echo: ${patient.prompt} ${foreign}`), patient)).toBe('crossed');
    const broken = reply(`Echo: ${foreign}, and so on`, '').slice(0, -10);
    expect(verdictOn(broken, patient)).toBe('crossed');
  });

  it.each([
    ['a character is missing', `Echo: ${patient.prompt.slice(1)}`],
    ['a placeholder is left', `Echo: ${patient.prompt.replace(patient.name, '[PHI_NAME_12345]')}`],
    ['a character is torn', `Echo: ${patient.prompt.replace('💊', '\ufffd\ufffd')}`],
    ['a part comes twice', `Echo: Echo: ${patient.prompt}`],
  ])('is that it is torn where %s', (_, text) => {
    expect(verdictOn(reply(text), patient)).toBe('torn');
  });

  it.each([
    ['never came', ''],
    ['has no end', own.replace('data: [DONE]\n\n', '')],
    ['ends with an error', own.replace('data: [DONE]', 'data: {"error":{"code":"provider_error"}}')],
    ['was cut within an event', own.slice(0, 200)],
  ])('is that it is lost where it %s', (_, text) => {
    expect(verdictOn(text, patient)).toBe('lost');
  });
});
