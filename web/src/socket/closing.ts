/** Why a conversation with the relay ended, in words for a person. `again` tells whether trying again can help. */
export interface Failure {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly again: boolean;
}

/** What to do about a closed connection; which code means what is each protocol's own table. */
export type Reaction =
  | { readonly act: "at-once" }
  | { readonly act: "back-off" }
  /** Worth this many tries in a row, then `failure`. */
  | { readonly act: "limited"; readonly tries: number; readonly failure: Failure }
  | { readonly act: "give-up"; readonly failure: Failure };

/** The API will not grant a ticket, and asking again won't change that. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.detail);
    this.failure = failure;
  }
}
