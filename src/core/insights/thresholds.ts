/** When the report says something about a vote. The report explains them in its own words. */
export const THRESHOLDS = {
  /** Share of the winner from which a choice was foregone. */
  foregone: 0.8,
  /** Distance of the first two options, as a share of all votes, up to which a vote was close. */
  close: 0.06,
  /** Part of the median turnout below which a turnout is low. */
  lowTurnout: 0.6,
  /** Difference from the intended share from which it is missed. */
  missed: 0.15,
  /** Part of the vote's time after which a change of the lead is late. */
  late: 0.75,
  /** Change of the turnout from one vote to the next that is worth a sentence. */
  change: 0.3,
  /** Fewest votes from which shares say anything. */
  fewest: 5,
  /** A lead was never in doubt if it never was smaller than this share of the votes. */
  safeLead: 0.2,
} as const;
