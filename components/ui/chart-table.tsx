'use client'

import type { ChartProps } from './chart-props'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from './table'

export function ChartTable({ rows, x, xLabel, series, summary, formatX, formatY }: ChartProps) {
  return (
    <Table label={summary}>
      <TableHead>
        <TableHeader>{xLabel}</TableHeader>
        {series.map((one) => (
          <TableHeader key={one.key} align="right">
            {one.label}
          </TableHeader>
        ))}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={String(row[x])}>
            <TableCell>{formatX ? formatX(row[x] ?? '') : String(row[x] ?? '')}</TableCell>
            {series.map((one) => (
              <TableCell key={one.key} isNumeric>
                {shown(row[one.key], formatY)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function shown(value: string | number | null | undefined, format: ChartProps['formatY']): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'number' && format ? format(value) : value.toLocaleString('en')
}
