import { redirect } from 'next/navigation'

export default async function AccountPage({ params }: { params: Promise<{ org: string; project: string }> }) {
  const { org, project } = await params
  redirect(`/${org}/${project}/account/profile`)
}
