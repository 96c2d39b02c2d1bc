import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { forgetBundled, isBundled, noteBundled } from '../src/bundled-files.mjs';
import { temporaryFolders } from './temporary-folder.js';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const folder = temporaryFolders();

/** A file whose text was written long ago. */
function source(directory: string, name: string, text = 'one'): string {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  utimesSync(file, LONG_AGO, LONG_AGO);
  return file;
}

describe('what a bundle was made of', () => {
  let directory: string;
  let file: string;
  const note = (): string => path.join(directory, 'bundled.json');

  beforeEach(() => {
    directory = folder();
    file = source(directory, 'entry.ts');
  });

  it('says that nothing was bundled where nothing was noted', () => {
    expect(isBundled(directory)).toBe(false);
  });

  it('stands while every file is as it was', () => {
    noteBundled(directory, [file], Infinity);
    expect(isBundled(directory)).toBe(true);
  });

  it.each([
    ['its time', () => utimesSync(file, new Date(), LONG_AGO.getTime() / 1_000 + 1)],
    ['its size', () => source(directory, 'entry.ts', 'another')],
    ['nothing, since it is gone', () => rmSync(file)],
  ])('falls when a file keeps all but %s', (_, change) => {
    noteBundled(directory, [file], Infinity);
    change();
    expect(isBundled(directory)).toBe(false);
  });

  it('falls with another version of Node, whose compiled code differs', () => {
    noteBundled(directory, [file], Infinity);
    const noted = JSON.parse(readFileSync(note(), 'utf8')) as object;
    writeFileSync(note(), JSON.stringify({ ...noted, node: 'v0.0.0' }));
    expect(isBundled(directory)).toBe(false);
  });

  it('falls when the way of bundling or a package changes', () => {
    noteBundled(directory, [file], Infinity);
    const { files } = JSON.parse(readFileSync(note(), 'utf8')) as { files: Record<string, string> };
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'tools/bundle/src/bundle.mjs',
        'tools/bundle/src/bundle-app.mjs',
        'tools/bundle/src/launcher.cjs',
        'package-lock.json',
        'tsconfig.base.json',
      ]),
    );
  });

  it('is not noted when a file changed while the bundle was made', () => {
    noteBundled(directory, [file], LONG_AGO.getTime());
    expect(existsSync(note())).toBe(false);
  });

  it.each(['', '{', '{"node":1}', 'null'])('is unknown when the note says %j', (text) => {
    writeFileSync(note(), text);
    expect(isBundled(directory)).toBe(false);
  });

  it('is forgotten before anything changes, also where there is none', () => {
    noteBundled(directory, [file], Infinity);
    forgetBundled(directory);
    forgetBundled(directory);
    expect(isBundled(directory)).toBe(false);
  });
});
