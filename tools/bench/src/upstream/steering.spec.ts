import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mark, takeMarks } from './marks.js';
import { steering } from './steering.js';

describe('steering', () => {
  it('reads latency, chunks and interval from the name of the model', () => {
    expect(steering('{"model":"fake-l50-n7-i3","stream":true}')).toEqual({
      latency: 50,
      chunks: 7,
      interval: 3,
      stream: true,
      placeholder: undefined,
    });
  });

  it('answers at once with 50 chunks, 20 ms apart, when the name says nothing', () => {
    expect(steering('{"model": "openai/fake"}')).toMatchObject({ latency: 0, chunks: 50, interval: 20, stream: false });
  });

  it('finds the first placeholder of the prompt', () => {
    const body = '{"model":"fake","messages":[{"content":"[PHI_MEDICAL_RECORD_12345] and [PHI_NAME_12346]"}]}';
    expect(steering(body).placeholder).toBe('[PHI_MEDICAL_RECORD_12345]');
  });
});

describe('marks', () => {
  it('carry any send time through text that is cut between marks', () => {
    const time = fc.integer({ min: 0, max: 2 ** 53 - 1 });
    fc.assert(
      fc.property(fc.array(time, { maxLength: 5 }), fc.nat({ max: 65_535 }), (times, index) => {
        const text = times.map((sentAt) => `some ${mark(sentAt, index)} words`).join(' ');
        expect(takeMarks(text).sentAt).toEqual(times);
      }),
    );
  });

  it('leave half a mark for the next piece', () => {
    const whole = mark(123_456_789, 1);
    const { sentAt, rest } = takeMarks(`a ${whole} b ${whole.slice(0, 9)}`);
    expect(sentAt).toEqual([123_456_789]);
    expect(takeMarks(rest + whole.slice(9)).sentAt).toEqual([123_456_789]);
  });
});
