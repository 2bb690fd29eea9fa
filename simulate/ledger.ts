/** What must be true because of what people did, written down as they did it. The rows are held against it. */

export interface ExpectedContact {
  county: string;
  leader: string;
  talent: string;
  /** The post the pairing is for: what was done under it counts for whoever holds it next (domain.md 1.7). */
  post: string;
  date: string;
  method: string;
  undone: boolean;
}

export interface KnownPairing {
  post: string;
  leader: string;
  talent: string;
  from: string;
  to?: string;
}

export interface Ledger {
  contacts: ExpectedContact[];
  pairings: Map<string, KnownPairing[]>;
  /** Dedupe keys of events whose acceptance was confirmed, by app. */
  accepted: Map<string, Set<string>>;
  /** Times during which the service was up, ms; the last may be open. */
  up: { from: number; to?: number }[];
  /** Faults seen on the way; the first ends the year. */
  broken: string[];
}

export const emptyLedger = (): Ledger => ({
  contacts: [],
  pairings: new Map(),
  accepted: new Map(),
  up: [],
  broken: [],
});

/** The pairings of a leader on a day. */
export const pairedOn = (ledger: Ledger, county: string, leader: string, date: string): KnownPairing[] =>
  (ledger.pairings.get(county) ?? []).filter(
    (one) => one.leader === leader && one.from <= date && (one.to === undefined || one.to >= date),
  );

/** Pairings of a leader under which nobody has been in touch in a stretch of days. */
export const missingOf = (
  ledger: Ledger,
  county: string,
  leader: string,
  today: string,
  from: string,
): KnownPairing[] =>
  pairedOn(ledger, county, leader, today).filter(
    ({ talent, post }) =>
      !ledger.contacts.some(
        (one) =>
          !one.undone &&
          one.county === county &&
          one.talent === talent &&
          one.post === post &&
          one.date >= from &&
          one.date <= today,
      ),
  );
