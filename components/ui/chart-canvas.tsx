'use client'

import { useRef } from 'react'
import {
  Area,
  Bar,
  Brush,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts'
import type { ChartProps, ChartSeries } from './chart-props'
import { TONE_VARIABLE } from './tone'

const TICK = { fill: 'var(--fg-subtle)', fontSize: 11 }

export function ChartCanvas(props: ChartProps) {
  const { rows, x, formatX, formatY, onBrush } = props
  const brushTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const last = props.series.length - 1

  function brushed(range: { startIndex?: number; endIndex?: number }) {
    const from = rows[range.startIndex ?? 0]?.[x]
    const to = rows[range.endIndex ?? rows.length - 1]?.[x]
    clearTimeout(brushTimer.current)
    // The list below follows once the hand rests.
    if (from != null && to != null) brushTimer.current = setTimeout(() => onBrush?.(from, to), 250)
  }

  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={[...rows]} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey={x}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tick={TICK}
          tickFormatter={formatX}
          minTickGap={24}
          height={24}
        />
        <YAxis
          tickLine={false}
          axisLine={false}
          tick={TICK}
          tickFormatter={formatY}
          width={48}
          allowDecimals={false}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)', stroke: 'var(--line-strong)', strokeWidth: 1 }}
          isAnimationActive={false}
          content={(tooltip) => <ChartTip {...props} tooltip={tooltip} />}
        />
        {props.series.map((one, index) => mark(props, one, index === last))}
        {onBrush && (
          <Brush
            dataKey={x}
            height={18}
            stroke="var(--line-strong)"
            fill="var(--sunken)"
            tickFormatter={() => ''}
            travellerWidth={8}
            onChange={brushed}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

function mark({ kind, isStacked }: ChartProps, series: ChartSeries, isTop: boolean) {
  const color = TONE_VARIABLE[series.tone]
  const common = {
    key: series.key,
    dataKey: series.key,
    name: series.label,
    isAnimationActive: false,
    ...(isStacked ? { stackId: 'all' } : {}),
  }
  const { key, ...rest } = common
  if (kind === 'bar') {
    const radius: [number, number, number, number] = isTop || !isStacked ? [2, 2, 0, 0] : [0, 0, 0, 0]
    return <Bar key={key} {...rest} fill={color} maxBarSize={28} radius={radius} />
  }
  if (kind === 'area') {
    return (
      <Area
        key={key}
        {...rest}
        type="monotone"
        stroke={color}
        strokeWidth={1.5}
        fill={color}
        fillOpacity={0.12}
        dot={false}
      />
    )
  }
  const { stackId: _, ...line } = { stackId: undefined, ...rest }
  return <Line key={key} {...line} type="monotone" stroke={color} strokeWidth={1.5} dot={false} />
}

function ChartTip({ tooltip, series, formatX, formatY }: ChartProps & { tooltip: TooltipContentProps }) {
  if (!tooltip.active || !tooltip.payload || tooltip.payload.length === 0) return null
  const label = tooltip.label ?? ''
  return (
    <div className="rounded-md bg-raised px-2.5 py-2 text-xs shadow-pop">
      <p className="mb-1 font-medium text-fg">{formatX ? formatX(label) : label}</p>
      {series.map((one) => {
        const entry = tooltip.payload.find((candidate) => candidate.dataKey === one.key)
        const value = entry?.value == null ? undefined : Number(entry.value)
        return (
          <p key={one.key} className="flex items-center gap-2 text-fg-muted">
            <span
              aria-hidden="true"
              className="size-2 rounded-xs"
              style={{ background: TONE_VARIABLE[one.tone] }}
            />
            <span className="flex-1">{one.label}</span>
            <span className="tabular pl-4 text-fg">
              {value === undefined ? '–' : formatY ? formatY(value) : value.toLocaleString('en')}
            </span>
          </p>
        )
      })}
    </div>
  )
}
