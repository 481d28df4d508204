import type { CardOrder } from '../contract/order.ts';

/** Given names as initials, family name in capitals: `A. M. ERIKSSON`. */
export function maskedName({ surname, givenNames }: Pick<CardOrder, 'surname' | 'givenNames'>): string {
  const initials = givenNames
    .split(/[\s<-]+/u)
    .filter((name) => name.length > 0)
    .map((name) => `${[...name.toUpperCase()][0]}.`);
  return [...initials, surname.toUpperCase()].join(' ');
}
