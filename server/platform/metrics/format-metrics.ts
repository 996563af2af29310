import { Counter, Gauge, Registry } from 'prom-client'
import { startInstruments } from './instruments'
import { ownRegistry } from './registry'

/** A figure that is known elsewhere, as it stands at this moment. */
export interface Figure {
  name: string
  help: string
  type: 'counter' | 'gauge'
  value: number
  labels?: Readonly<Record<string, string>>
}

export const METRICS_CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** These figures and this process's own, as Prometheus reads them. */
export function formatMetrics(figures: readonly Figure[]): Promise<string> {
  startInstruments()
  const registry = new Registry()
  for (const figure of figures) addFigure(registry, figure)
  return Registry.merge([registry, ownRegistry()]).metrics()
}

function addFigure(registry: Registry, { name, help, type, value, labels = {} }: Figure): void {
  const about = { name, help, labelNames: Object.keys(labels), registers: [registry] }
  if (type === 'counter') new Counter(about).inc(labels, value)
  else new Gauge(about).set(labels, value)
}
