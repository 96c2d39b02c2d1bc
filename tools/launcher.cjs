// Starts the application that is bundled beside it, which exports `start`. With `--compile` it starts nothing and keeps,
// beside each file of the bundle, what V8 compiled of it while it was loaded, for the processes to come. What another
// version of Node kept, or one with other flags, is passed over: such a process only starts later.
'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const path = require('node:path');
const { Script, constants } = require('node:vm');

const PROGRAM = 'program.js';
const compiles = process.argv[2] === '--compile';
const requireInstalled = createRequire(__filename);
const modules = new Map();
const scripts = new Map();

function load(file) {
  const known = modules.get(file);
  if (known) return known.exports;
  const script = new Script(wrap(readFileSync(file, 'latin1')), {
    filename: file,
    cachedData: compiles ? undefined : compiled(file),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
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
else program.start();
