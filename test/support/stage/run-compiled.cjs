// Runs one of the programs that `build.ts` has bundled, without compiling it again. CommonJS, as only that can be kept compiled.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Module, createRequire } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const CODE = join(__dirname, 'programs.js');
const COMPILED = join(__dirname, 'programs.compiled');

module.exports = (name) => {
  const script = new Script(Module.wrap(readFileSync(CODE, 'latin1')), {
    // What stacks name.
    filename: join(__dirname, `${name}.js`),
    ...(existsSync(COMPILED) && { cachedData: readFileSync(COMPILED) }),
  });
  if (script.cachedDataRejected) throw new Error(`${COMPILED} was not made from ${CODE}`);
  // Functions are compiled when they are first called, so only a program that has run is compiled.
  if (process.env.KEEP_COMPILED)
    process.once('exit', () => writeFileSync(COMPILED, script.createCachedData()));
  const code = { exports: {} };
  script.runInThisContext()(code.exports, createRequire(CODE), code, CODE, __dirname);
  code.exports(name);
};
