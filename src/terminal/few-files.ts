/** Loading the program opens some hundred files at once; below this limit even a package that is there is not found. */
const NEEDED = 256;

/** What a person should read where a program could not be loaded because too few files may be open; else undefined. */
export function tooFewFiles(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
  const soft = report.userLimits?.open_files?.soft;
  const isMissing = String(code).includes('MODULE_NOT_FOUND');
  const isFew =
    code === 'EMFILE' || code === 'ENFILE' || (isMissing && typeof soft === 'number' && soft < NEEDED);
  return isFew
    ? 'Too few files may be open at once to load the program.\nRaise the limit, then try again: ulimit -n 1024'
    : undefined;
}
