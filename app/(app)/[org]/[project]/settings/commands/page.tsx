import { CommandsPage } from '@/components/settings/commands-page'

export default function Commands() {
  return <CommandsPage />
}
