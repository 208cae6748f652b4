// One column of a Table.
export interface Column {
  id: string;
  title: string;
  /** Figures: set to the right edge, in tabular digits. */
  end?: boolean;
}
