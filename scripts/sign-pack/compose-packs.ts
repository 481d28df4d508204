import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Line = { readonly since?: string; readonly only?: string };
type Members = Readonly<Record<string, unknown>>;

interface Checks {
  readonly outcomes: readonly Line[];
  readonly required: readonly Line[];
  readonly limits: Members;
  readonly policy: Members;
}

interface Issues {
  readonly series: readonly { readonly name: string; readonly suffix: string; readonly policy: Members }[];
  readonly issues: readonly (Members & { readonly id: string; readonly changes: Members })[];
}

/**
 * Writes out the packs of every series from the two source files of `folder`: `checks.json` holds what all packs share, line by line,
 * with the pack `since` which a line counts and the `only` series it stands in; `issues.json` lists the packs by date, each with what
 * changes from the one before. The result is not yet checked against the schema.
 */
export function composePacks(folder: string): readonly { readonly file: string; readonly text: string }[] {
  const checks = read<Checks>(join(folder, 'checks.json'));
  const { series, issues } = read<Issues>(join(folder, 'issues.json'));
  const ids = issues.map(({ id }) => id);
  for (const { since } of [...checks.outcomes, ...checks.required])
    if (since !== undefined && !ids.includes(since)) throw new Error(`checks.json: since ${since} names no pack`);
  return series.flatMap(({ name, suffix, policy }) => {
    let dated: Members = {};
    return issues.map(({ changes, id, ...head }, index) => {
      dated = { ...dated, ...changes };
      const counts = ({ since, only }: Line) =>
        (since === undefined || ids.indexOf(since) <= index) && (only === undefined || only === name);
      const lines = (all: readonly Line[]) => all.filter(counts).map(({ since, only, ...line }) => line);
      const pack = {
        id: `${id}${suffix}`,
        series: name,
        ...head,
        outcomes: lines(checks.outcomes),
        required: lines(checks.required),
        ...dated,
        limits: checks.limits,
        policy: { ...checks.policy, ...policy },
      };
      return { file: `${id}${suffix}.json`, text: written(pack) };
    });
  });
}

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

/** One line for each member, and one for each element of a list: a pack is read, and compared with the last one, by people. */
function written(pack: Members): string {
  const member = ([name, value]: [string, unknown]) =>
    Array.isArray(value) && value.some((element) => typeof element === 'object')
      ? `  ${JSON.stringify(name)}: [\n${value.map((element) => `    ${JSON.stringify(element)}`).join(',\n')}\n  ]`
      : `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  return `{\n${Object.entries(pack).map(member).join(',\n')}\n}\n`;
}
