// Starts the application that is bundled beside it, which exports `start`. With `--compile DIRECTORY` it starts nothing and
// keeps, beside each file of the bundle, what V8 compiled of it while it was loaded, for the processes to come; the
// directory is where they will find it, as stacks name it. What another version of Node kept, or one with other flags, is
// passed over: such a process only starts later.
'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const path = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

const PROGRAM = 'program.js';
const [, , option, directory] = process.argv;
const compiles = option === '--compile';
const home = compiles ? directory : __dirname;
const requireInstalled = createRequire(__filename);
const modules = new Map();
const scripts = new Map();

// What is made while a program is loaded mostly stays: room for what soon goes (32 MB) would be touched for nothing.
setFlagsFromString('--semi-space-growth-factor=1');
// Collected when half as much has come again, not up to four times as much: a burst of calls takes a third less memory.
setFlagsFromString('--heap-growing-percent=50');

function load(file) {
  const known = modules.get(file);
  if (known) return known.exports;
  const script = new Script(wrap(readFileSync(file, 'latin1')), {
    filename: path.join(home, path.basename(file)),
    cachedData: compiles ? undefined : compiled(file),
  });
  const module = { exports: {} };
  modules.set(file, module);
  if (compiles) scripts.set(file, script);
  script.runInThisContext()(module.exports, requireFrom, module, file, __dirname);
  return module.exports;
}

function requireFrom(id) {
  return id.startsWith('./') && id.endsWith('.js') ? load(path.join(__dirname, id)) : requireInstalled(id);
}

function compiled(file) {
  try {
    return readFileSync(`${file}.compiled`);
  } catch {
    return undefined; // of what is loaded when it is first needed nothing was compiled
  }
}

const program = load(path.join(__dirname, PROGRAM));
if (compiles) for (const [file, script] of scripts) writeFileSync(`${file}.compiled`, script.createCachedData());
else {
  setFlagsFromString('--semi-space-growth-factor=2'); // as V8 has it
  program.start();
}
