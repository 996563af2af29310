import { clsx } from 'clsx'

export interface ButtonLook {
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger' | 'danger-quiet' | undefined
  size?: 'sm' | 'md' | 'lg' | undefined
}

/** The dress of a button, for a link in a page that the server draws by itself. */
export function buttonStyle({ variant = 'secondary', size = 'md' }: ButtonLook = {}): string {
  return clsx(BUTTON, VARIANTS[variant], SIZES[size])
}

const BUTTON =
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-[background-color,border-color,color,box-shadow] duration-100 disabled:pointer-events-none disabled:opacity-50 aria-busy:opacity-90! aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0'

const VARIANTS = {
  primary:
    'border-transparent bg-accent text-accent-fg shadow-lift hover:bg-accent-hover active:bg-accent-hover',
  secondary:
    'border-line-strong bg-surface text-fg shadow-lift hover:border-control/60 hover:bg-hover active:bg-active data-[state=open]:bg-active',
  ghost:
    'border-transparent text-fg-muted hover:bg-hover hover:text-fg active:bg-active data-[state=open]:bg-active data-[state=open]:text-fg',
  danger:
    'border-transparent bg-danger-fill text-white shadow-lift hover:brightness-110 active:brightness-95',
  'danger-quiet':
    'border-line-strong bg-surface text-danger-text shadow-lift hover:border-danger-line hover:bg-danger-soft',
}

const SIZES = { sm: 'h-7 px-2.5 text-xs', md: 'h-8 px-3 text-sm', lg: 'h-10 px-4 text-base' }
