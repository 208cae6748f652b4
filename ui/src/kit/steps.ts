// One line of a StepList.
export interface Step {
  text: string;
  state: 'done' | 'now' | 'next' | 'failed';
  /** A time when done, a rest when now. */
  note?: string;
}
