import type { IdvClaim } from '../contract/record.ts';

/**
 * The text whose SHA-256 stands in a record as `decision.basis_sha256`: everything the verdict was decided from. A line of the
 * inspection that was changed, added, dropped or moved afterwards gives another text, also where the colour would be the same. The
 * members of each line are in the order of their names, so that writing and reading JSON does not change it.
 */
export function describeBasis(
  claim: Pick<IdvClaim, 'order_ref' | 'purpose' | 'path' | 'inspection'> & {
    readonly decision: Pick<IdvClaim['decision'], 'rule_pack' | 'policy_date'>;
    readonly documents: readonly Pick<IdvClaim['documents'][number], 'role' | 'origin'>[];
    readonly models: Pick<IdvClaim['models'], 'passive_liveness'>;
  },
): string {
  const { id, version, sha256 } = claim.decision.rule_pack;
  return JSON.stringify([
    'id06-decision-basis/1',
    claim.order_ref,
    claim.purpose,
    claim.path,
    claim.decision.policy_date,
    [id, version, sha256],
    claim.models.passive_liveness,
    claim.documents.map(({ role, origin }) => [role, origin]),
    claim.inspection.map((line) =>
      Object.entries(line)
        .filter(([, value]) => value !== undefined)
        .sort(byName),
    ),
  ]);
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
