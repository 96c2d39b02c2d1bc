import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GrowingText } from './growing-text.js';

it('is the text that was added, without what was dropped', () => {
  const step = fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.nat(40));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
      const growing = new GrowingText();
      let expected = '';
      for (const each of steps) {
        if (typeof each === 'string') {
          growing.add(each);
          expected += each;
        } else {
          growing.drop(each);
          expected = expected.slice(each);
        }
      }
      expect(growing.text).toBe(expected);
    }),
  );
});
