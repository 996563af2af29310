import { redirect } from 'next/navigation'
import { sectionOfTab } from '@/components/settings/settings-sections'

interface Props {
  params: Promise<{ org: string; project: string }>
  searchParams: Promise<{ tab?: string | string[] }>
}

/** The settings begin with the project itself; links to the former tabs lead on. */
export default async function SettingsPage({ params, searchParams }: Props) {
  const { org, project } = await params
  const { tab } = await searchParams
  redirect(`/${org}/${project}/settings/${sectionOfTab(typeof tab === 'string' ? tab : undefined)}`)
}
