import { notFound } from 'next/navigation'

/** An address of no page: said inside the shell, which leads on. */
export default function NoPage(): never {
  notFound()
}
