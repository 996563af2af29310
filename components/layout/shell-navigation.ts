export type NavigationIcon =
  | 'overview'
  | 'approvals'
  | 'workflows'
  | 'runs'
  | 'settings'
  | 'audit'
  | 'members'
  | 'secrets'
  | 'costs'
  | 'alerts'

export interface ShellItem {
  id: string
  label: string
  href: string
  icon: NavigationIcon
  /** Shown as a badge when above zero. */
  count?: number
  /** Read out with the count: "3 waiting for you". */
  countLabel?: string
  /** Active only on exactly this address, not below it. */
  isExact?: boolean
  /** Also in the phone's bottom bar. */
  isInTabBar?: boolean
  /** Goes there: `g r`. */
  keys?: string
}

export interface ShellSection {
  label: string
  items: ShellItem[]
}

/** The item that an address belongs to: the longest match. */
export function activeItem(sections: readonly ShellSection[], pathname: string): ShellItem | undefined {
  const fits = sections
    .flatMap((section) => section.items)
    .filter(({ href, isExact }) => pathname === href || (!isExact && pathname.startsWith(`${href}/`)))
  return fits.sort((one, other) => other.href.length - one.href.length)[0]
}
