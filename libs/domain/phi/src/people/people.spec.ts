import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { People } from './people.js';

/** The names of one call in groups, each of one person. */
function grouped(...texts: string[]): string[][] {
  const people = new People();
  people.meet(texts);
  const groups = new Map<object, string[]>();
  for (const text of texts) {
    const person = people.of(text);
    groups.set(person, [...(groups.get(person) ?? []), text]);
  }
  return [...groups.values()];
}

describe('names of one person', () => {
  it.each([
    [['John Smith', 'Mr. Smith', 'J. Smith', 'Smith', 'John', 'SMITH, JOHN Q', 'John Q. Smith', 'Dr. John Smith, MD']],
    [['José García', 'Sr. Garcia', 'JOSE GARCIA']],
    [['María de la Cruz', 'Sra. de la Cruz', 'M. de la Cruz']],
    [["Mary O'Brien-Nakamura", "O'Brien-Nakamura"]],
    [['John Smith Jr.', 'Smith, John Jr', 'John']],
    [['Juan García López', 'Sr. García']],
    [['Mr. Smith', 'Smith']],
    [['J.R. Okonkwo', 'John R. Okonkwo']],
  ])('are linked: %j', (names) => {
    expect(grouped(...names)).toEqual([names]);
  });
});

describe('two people', () => {
  it.each([
    [['John Smith', 'Jane Smith']],
    [['John Smith', 'John Jones']],
    [['Mr. Smith', 'Mrs. Smith']],
    [['John Smith', 'John Smith Jr.']],
    [['John A. Smith', 'John B. Smith']],
    [['Smith', 'Smithson']],
    [['María de la Cruz', 'Cruz']],
    [['Dr. Jones', 'Dr. Smith']],
  ])('are kept apart: %j', (names) => {
    expect(grouped(...names)).toHaveLength(2);
  });

  it('make what could mean either of them a third, wherever it stands', () => {
    for (const names of [
      ['John Smith', 'Jane Smith', 'Smith'],
      ['Smith', 'John Smith', 'Jane Smith'],
      ['J. Smith', 'John Smith', 'Jane Smith'],
      ['Mary Jones', 'Mary Smith', 'Mary'],
    ]) {
      expect(grouped(...names)).toHaveLength(3);
    }
    expect(grouped('John Smith', 'Jane Smith', 'Mr. Smith')).toHaveLength(3); // nothing says that Jane is a woman
    expect(grouped('Mr. John Smith', 'Mrs. Jane Smith', 'Mr. Smith')).toEqual([
      ['Mr. John Smith', 'Mr. Smith'],
      ['Mrs. Jane Smith'],
    ]);
  });

  it('are never made one by any order of their names', () => {
    const names = [
      'John Smith',
      'Jane Smith',
      'J. Smith',
      'Smith',
      'Mr. Smith',
      'John Smith Jr.',
      'Jane',
      'JOHN SMITH',
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(names), fc.integer({ min: 0, max: names.length }), (order, cut) => {
        const people = new People();
        people.meet(order.slice(0, cut));
        people.meet(order.slice(cut));
        const john = new Set([people.of('John Smith'), people.of('JOHN SMITH')]);
        expect(john.size).toBe(1);
        expect(john).not.toContain(people.of('Jane Smith'));
        expect(john).not.toContain(people.of('John Smith Jr.'));
      }),
    );
  });
});

describe('what was decided', () => {
  it('stands when somebody else of that name comes later', () => {
    const people = new People();
    people.meet(['John Smith', 'Smith']);
    people.meet(['Jane Smith', 'Smith', 'Mr. Smith']);
    expect(people.of('Smith')).toBe(people.of('John Smith'));
    expect(people.of('Mr. Smith')).not.toBe(people.of('Jane Smith'));
  });

  it('in an earlier turn is recalled by number', () => {
    const people = new People();
    people.recall('John Smith', 48_213);
    people.recall('Smith', 48_213);
    people.recall('Jane Jones', 48_214);
    expect(people.of('J. Smith').number).toBe(48_213);
    expect(people.of('Jones').number).toBe(48_214);
    expect(people.of('Okonkwo').number).toBeUndefined();
  });

  it('leaves a part to nobody once two could have been meant by it', () => {
    const people = new People();
    people.meet(['John Smith', 'Jane Smith', 'Smith']);
    people.meet(['Ada Smith']);
    expect(people.of('Ada Smith')).not.toBe(people.of('Smith'));
  });
});

describe('texts that name nobody', () => {
  it.each(['', '...', 'Dr.', 'Mr. Jr.', '😀', '1234'])('such as %j stand for themselves', (text) => {
    expect(grouped(text, 'John Smith')).toHaveLength(2);
  });

  it('of any kind are taken, and the same text is the same one', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        const people = new People();
        people.meet(texts);
        for (const text of texts) expect(people.of(text)).toBe(people.of(text));
      }),
    );
  });

  it('are many and in proportion to them, though all of them share a word', () => {
    const letters = (index: number): string =>
      index.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(+digit));
    const texts = Array.from({ length: 20_000 }, (_, index) => `Zy${letters(index)} Smith`);
    const people = new People();
    people.meet(texts);
    people.meet(texts.map((text) => `Mr. ${text}`));
    expect(new Set(texts.map((text) => people.of(text))).size).toBeGreaterThan(10_000);
  });
});
