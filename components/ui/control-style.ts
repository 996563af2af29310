/** The dress that text fields, selects and comboboxes share. */
export const controlStyle =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 text-base text-fg shadow-lift transition-[border-color,box-shadow] duration-100 hover:border-control/70 focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-accent/25 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-fg-subtle aria-invalid:border-danger aria-invalid:focus-visible:outline-danger/25 max-md:text-[1rem]'
