import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { SIDEBAR_SCRIPT } from '@/components/layout/sidebar-script'
import './globals.css'
import { Providers } from './providers'

export const metadata: Metadata = {
  title: { default: 'Pawl', template: '%s · Pawl' },
  description: 'AI and automation workflows in which every finished step holds.',
  applicationName: 'Pawl',
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfcfc' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0f11' },
  ],
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The theme and the sidebar's state are set on this element before React starts.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of our own, run before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: SIDEBAR_SCRIPT }} />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
