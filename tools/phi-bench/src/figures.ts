export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Nothing is required where it is left out. */
  readonly required?: number;
  /** What is aimed at beyond that. */
  readonly aim?: number;
  /** Whether more is better; less is when left out. */
  readonly more?: boolean;
}

export const isMet = ({ value, required, more }: Figure): boolean =>
  required === undefined || (more ? value >= required : value <= required);

/** One line: the figure, what is required, and whether it is missed. */
export function printed(figure: Figure): string {
  const { name, unit, value, required, aim, more } = figure;
  const sign = more ? '>=' : '<=';
  const wanted = required === undefined ? '' : `${sign} ${required}${aim === undefined ? '' : ` (aim ${aim})`}`;
  return `${name.padEnd(44)} ${value.toPrecision(3).padStart(8)} ${unit.padEnd(6)} ${wanted}${isMet(figure) ? '' : '  MISSED'}`;
}
