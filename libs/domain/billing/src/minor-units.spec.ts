import { describe, expect, it } from '@jest/globals';
import { Money } from '@radiant/kernel';
import { centsText, ofCents, roundedToCents, sharedOut } from './minor-units.js';

const usd = (...texts: string[]): Money[] => texts.map((text) => Money.parse(text));

describe('cents', () => {
  it.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [-5n, '-0.05'],
    [1_230n, '12.30'],
    [-1_200n, '-12.00'],
  ])('%s are written %s', (cents, text) => {
    expect(centsText(cents)).toBe(text);
  });

  it.each([
    ['0.005', 0n],
    ['0.015', 2n],
    ['0.025', 2n],
    ['0.0251', 3n],
    ['-0.015', -2n],
    ['-0.005', 0n],
  ])('%s USD is %s of them, half to even', (text, cents) => {
    expect(roundedToCents(Money.parse(text))).toBe(cents);
  });

  it('are whole pico-USD again', () => {
    expect(ofCents(-3n).toString()).toBe('-0.03');
  });
});

describe('a total shared out', () => {
  it('gives of equal rests the first a cent more, wherever they stand', () => {
    expect(sharedOut(usd('0.005', '0.005', '0.005', '0.005'), 2n)).toEqual([1n, 1n, 0n, 0n]);
    expect(sharedOut(usd('0.001', '0.006', '0.001', '0.006', '0.006'), 2n)).toEqual([0n, 1n, 0n, 1n, 0n]);
  });

  it('takes a cent from the smallest rest, of equal ones from the last', () => {
    expect(sharedOut(usd('0.01', '0.019', '0.01'), 2n)).toEqual([1n, 1n, 0n]);
    expect(sharedOut(usd('0.01', '0.019', '0.01'), 1n)).toEqual([0n, 1n, 0n]);
    expect(sharedOut(usd('0.01', '0.02'), -1n)).toEqual([-1n, 0n]);
  });

  it('rounds amounts below zero down, and leaves whole cents alone', () => {
    expect(sharedOut(usd('-0.011', '0.011'), 0n)).toEqual([-1n, 1n]);
    expect(sharedOut(usd('-0.02', '0.02'), 0n)).toEqual([-2n, 2n]);
  });
});
