// A QR code from the modules that the document brings: Rust makes them for screen, PDF and paper, so
// the screen needs no encoder of its own.

/** Light modules on every side, as the standard asks. */
export const QUIET = 4;

/** An SVG path over the dark modules, those that touch in a row in one piece. */
export function path(modules: string[]): string {
  return modules
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(
        ({ index, 0: run }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`,
      ),
    )
    .join('');
}
