// The command line. Its parts are loaded from here, so that a machine that cannot load them gets a sentence.
import('./cli-program.ts').catch((error: NodeJS.ErrnoException) => {
  const soft = (process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }).userLimits
    ?.open_files?.soft;
  // Loading opens some hundred files at once; past the limit even a package that is there is not found.
  const tooFew =
    error.code === 'EMFILE' || error.code === 'ENFILE' || (typeof soft === 'number' && soft < 256);
  process.stderr.write(
    tooFew
      ? '\nToo few files may be open at once to load the program.\nRaise the limit, then try again: ulimit -n 1024\n'
      : `\nThe program cannot be loaded: ${error.message}\nRun "npm run setup", then try again.\n`,
  );
  process.exitCode = 1;
});
