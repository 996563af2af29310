import type { PlanNode } from './plan-node'

const COMPACT_FROM = 1_024

/** Ready steps, first in first out; a step that is no longer ready when its turn comes is passed over. */
export class ReadyQueue {
  private readonly nodes: PlanNode[] = []
  private head = 0

  add(node: PlanNode): void {
    node.status = 'ready'
    this.nodes.push(node)
  }

  get isEmpty(): boolean {
    return this.first() === undefined
  }

  take(): PlanNode | undefined {
    const node = this.first()
    if (node) this.head += 1
    return node
  }

  private first(): PlanNode | undefined {
    while (this.head < this.nodes.length && this.nodes[this.head]?.status !== 'ready') this.head += 1
    if (this.head >= COMPACT_FROM && this.head * 2 >= this.nodes.length) {
      this.nodes.splice(0, this.head)
      this.head = 0
    }
    return this.nodes[this.head]
  }
}
