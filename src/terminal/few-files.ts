/**
 * Loading the program opens some hundred files at once. Below this limit Node reports even an installed package as not found.
 */
const NEEDED = 256;

/** What a person should read if the program failed to load because the limit on open files is too low; else undefined. */
export function tooFewFiles(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
  const soft = report.userLimits?.open_files?.soft;
  const isMissing = String(code).includes('MODULE_NOT_FOUND');
  const isFew =
    code === 'EMFILE' || code === 'ENFILE' || (isMissing && typeof soft === 'number' && soft < NEEDED);
  return isFew
    ? 'The limit on open files is too low to load the program.\nRaise it, then try again: ulimit -n 1024'
    : undefined;
}
