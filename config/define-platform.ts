import type { Platform } from '../src/ports/platform/platform.ts';
import type { PlatformDefinition, Surroundings } from '../src/ports/platform/platform-definition.ts';
import type { SettingProblem, ValuesOf, Variables } from '../src/ports/platform/variable.ts';

/** A platform's definition as its own folder writes it: it knows the types of its variables, and what it opens. */
interface OwnDefinition<Own extends Variables, Settings extends object>
  extends Omit<PlatformDefinition, 'variables' | 'contradictions' | 'settle'> {
  readonly variables: Own;
  readonly contradictions?: (
    values: ValuesOf<Own>,
    isUnset: (variable: keyof Own & string) => boolean,
  ) => readonly SettingProblem[];
  /** Called with valid variables only; the token is among them. */
  readonly settings: (values: ValuesOf<Own>) => Settings;
  readonly leases: (settings: Settings) => readonly string[];
  readonly open: (settings: Settings, surroundings: Surroundings) => Promise<Platform>;
}

/** Hides a platform's own types: everything else handles all platforms alike. */
export function definePlatform<Own extends Variables, Settings extends object>({
  contradictions,
  settings,
  leases,
  open,
  ...rest
}: OwnDefinition<Own, Settings>): PlatformDefinition {
  // Each value comes from the parser with the same name.
  const own = (values: ValuesOf<Variables>) => values as ValuesOf<Own>;
  return {
    ...rest,
    contradictions: (values, isUnset) => contradictions?.(own(values), isUnset) ?? [],
    settle(values) {
      const settled = settings(own(values));
      return {
        values: settled,
        leases: leases(settled),
        open: (surroundings) => open(settled, surroundings),
      };
    },
  };
}
