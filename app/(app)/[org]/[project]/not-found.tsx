import { LazyPageNotFound } from '@/components/shell/lazy-page-not-found'

export default function NotFound() {
  return <LazyPageNotFound />
}
