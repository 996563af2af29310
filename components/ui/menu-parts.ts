import { type ComponentType, createContext, type ReactNode } from 'react'
import type { MenuItemProps } from './menu'

/** What a menu is made of, once its code is there. */
export interface MenuParts {
  Item: ComponentType<MenuItemProps>
  Label: ComponentType<{ children: ReactNode }>
  Separator: ComponentType
}

export const MenuPartsContext = createContext<MenuParts | undefined>(undefined)
